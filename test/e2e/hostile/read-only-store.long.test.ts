/**
 * Commands that only read the store work for a user who may only read it: another user, or a folder that cannot be
 * written.
 */
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, cleanEnv, finished, type Result, run } from '../../helpers/cli.js';
import { stepsSource } from '../../helpers/hostile.js';
import { project, type TestProject } from '../../helpers/project.js';

/** The end of the run, which only the log beside the file has. */
const IN_THE_LOG = new Date().toISOString();

const NOBODY = 65_534;
const LOOKS = [
  'health',
  'overview',
  'runs',
  'runs show 1',
  'rejects list',
  'rejects show 1',
  'cursors list',
];

/**
 * A user who owns nothing here, because root may write everywhere. Without root it is the current user, who is bound
 * by the modes.
 */
function runAsNobody(args: readonly string[], cwd: string): Promise<Result> {
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const env = cleanEnv({ HOME: '/nonexistent' });
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env,
    ...user,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end();
  return finished(child);
}

let folder: TestProject;
/** Each kind of store in its own folder, with its previous content. */
const KINDS: Record<string, { file: number; folder: number; wal: boolean }> = {
  'a file that may be read, in a folder that may be read': {
    file: 0o444,
    folder: 0o555,
    wal: false,
  },
  'a file that may be read, with a log beside it': { file: 0o444, folder: 0o555, wal: true },
  'a file that may be read, in a folder that all may write': {
    file: 0o444,
    folder: 0o777,
    wal: false,
  },
  'one with a log, in a folder that all may write': { file: 0o444, folder: 0o777, wal: true },
  'a file that may be written, in a folder that may be read': {
    file: 0o666,
    folder: 0o555,
    wal: false,
  },
};
const folderOf = (kind: string) => `kind-${Object.keys(KINDS).indexOf(kind)}`;

beforeAll(async () => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': stepsSource([
      "bulk('customers', async function* () { yield row('good'); yield row('bad', { email: 'none' }); }, { tolerateRejects: true })",
    ]),
  });
  chmodSync(folder.path, 0o755);
  expect((await run(['sync'], { cwd: folder.path })).code).toBe(0);
  const db = new Database(folder.file('s.sqlite'));
  for (const [kind, modes] of Object.entries(KINDS)) {
    const place = folder.file(folderOf(kind));
    mkdirSync(place);
    if (modes.wal) {
      // A status that is only in the log: a copy without the log would not have it.
      db.pragma('wal_autocheckpoint = 0');
      db.prepare('UPDATE sync_run SET finished_at = ? WHERE id = 1').run(IN_THE_LOG);
    }
    for (const suffix of modes.wal ? ['', '-wal'] : ['']) {
      copyFileSync(folder.file(`s.sqlite${suffix}`), `${place}/s.sqlite${suffix}`);
      chmodSync(`${place}/s.sqlite${suffix}`, modes.file);
    }
    chmodSync(place, modes.folder);
  }
  db.close();
}, 60_000);
afterAll(() => {
  for (const kind of Object.keys(KINDS)) chmodSync(folder.file(folderOf(kind)), 0o755);
  folder.remove();
});

describe.each(Object.entries(KINDS))('%s', (kind, { wal }) => {
  const lines =
    kind.startsWith('a file that may be read, ') && !kind.includes('write')
      ? LOOKS
      : ['health', 'runs'];

  it(`${lines.join(', ')}: work, and change nothing`, { timeout: 120_000 }, async () => {
    const store = folder.file(`${folderOf(kind)}/s.sqlite`);
    const before = readFileSync(store);
    const codes: Record<string, number | null> = {};
    for (const line of lines) {
      const args = [...line.split(' '), '--store', store, '--json'];
      const result = await runAsNobody(args, folder.path);
      codes[line] = result.code;
      if (line === 'runs' && result.code === 0) {
        const [first] = JSON.parse(result.stdout).data.runs;
        expect(first.id).toBe(1);
        if (wal) expect(first.finished_at).toBe(IN_THE_LOG);
      }
    }
    expect(codes).toEqual(Object.fromEntries(lines.map((line) => [line, 0])));
    expect(readFileSync(store).equals(before)).toBe(true);
    const known = wal ? ['s.sqlite', 's.sqlite-wal'] : ['s.sqlite'];
    if (!kind.includes('all may write'))
      expect(readdirSync(folder.file(folderOf(kind)))).toEqual(known);
  });
});

it('what writes still says that the store is read-only, and one that may not be read is an error', {
  timeout: 60_000,
}, async () => {
  const [kind = ''] = Object.keys(KINDS);
  const store = folder.file(`${folderOf(kind)}/s.sqlite`);
  const discard = await runAsNobody(
    ['rejects', 'discard', '1', '--confirm', '--store', store],
    folder.path,
  );
  expect(discard.code).toBe(69);
  expect((await runAsNobody(['health', '--store', store], folder.path)).code).toBe(0);
  const hidden = folder.file('s.sqlite');
  chmodSync(hidden, 0o000);
  const refused = await runAsNobody(['health', '--store', hidden], folder.path);
  expect([1, 69]).toContain(refused.code);
  expect(existsSync(hidden)).toBe(true);
});
