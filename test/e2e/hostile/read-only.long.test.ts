/** A store of another user: reports work on it, and commands that write say that they cannot. */
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../../helpers/project.js';

const STREAM = "yield rows[0]; yield { ...rows[0], customer_id: 'bad', email: 'none' };";

let folder: TestProject;
let at: string;
beforeAll(async () => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({
      connector: './connector.mjs',
      store: 'kept/s.sqlite',
    }),
    'connector.mjs': connectorSource({ stream: STREAM, extra: 'tolerateRejects: true,' }),
  });
  await run(['sync', '--store', 'made.sqlite'], { cwd: folder.path });
  const db = new Database(folder.file('made.sqlite'));
  db.exec("UPDATE sync_run SET status = 'partial'");
  at = folder.file('kept');
  mkdirSync(at);
  for (const end of ['', '-wal']) {
    copyFileSync(folder.file(`made.sqlite${end}`), join(at, `s.sqlite${end}`));
    chmodSync(join(at, `s.sqlite${end}`), 0o644);
  }
  db.close();
  for (const path of [folder.path, at]) chmodSync(path, 0o755);
});
afterAll(() => folder.remove());

const json = (line: string, env: Record<string, string> = {}) =>
  runJson(line.split(' '), { cwd: folder.path, asNobody: true, env });

describe('a store that cannot be written', () => {
  it('is read by every report, with what is only in its -wal', async () => {
    const before = readdirSync(at);
    const lines = [
      'health --max-cursors-in-error 0',
      'overview',
      'runs list',
      'runs show 1',
      'rejects list',
      'rejects show 1',
      'rejects export',
      'cursors list',
      'cursors export',
      'installations list',
      'installations show sandbox',
      'config',
    ];
    const results = await Promise.all(lines.map((line) => json(line)));
    expect(results.map(({ code }, n) => `${lines[n]}: ${code}`)).toEqual(
      lines.map((line) => `${line}: 0`),
    );
    const data = results.map(({ document }) => document.data);
    expect(data[2].runs).toMatchObject([{ id: 1, status: 'partial' }]);
    expect([data[4].total, data[7].total]).toEqual([1, 1]);
    expect(readdirSync(at)).toEqual(before);
  }, 60_000);

  it('is refused by what would write it', async () => {
    const lines = ['sync', 'provision', 'rejects replay', 'cursors reset --all --confirm'];
    const results = await Promise.all(lines.map((line) => json(line)));
    expect(results.map(({ code, document }) => [code, document.error?.code])).toEqual(
      lines.map(() => [69, 'SPM_STORE_READ_ONLY']),
    );
  });

  it('says what to do where it cannot be read, or not be copied', async () => {
    const nowhere = join(at, 'nowhere');
    const full = await json('health', { TMPDIR: nowhere });
    chmodSync(join(at, 's.sqlite-wal'), 0o600);
    const half = await json('health');
    chmodSync(at, 0o700);
    const away = await json('health');
    chmodSync(at, 0o755);
    for (const [{ code, document }, message, hint] of [
      [full, nowhere, 'TMPDIR'],
      [half, 's.sqlite-wal cannot be read', 'read permission'],
      [away, 's.sqlite cannot be read', 'read permission'],
    ] as const) {
      expect(code).toBe(69);
      expect(document.error).toMatchObject({
        code: 'SPM_STORE_UNAVAILABLE',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      });
    }
  });
});
