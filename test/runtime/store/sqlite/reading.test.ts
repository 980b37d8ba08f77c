import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Redactor } from '../../../../src/runtime/security/redactor.ts';
import { isStoreThere, openStoreToRead } from '../../../../src/runtime/store/sqlite/reading.ts';
import { openSqliteStore } from '../../../helpers/sqliteStore.ts';
import { makeEcosystemStore } from './ecosystem.ts';
import { openElsewhere } from './elsewhere.ts';

const now = () => Date.UTC(2026, 0, 1);
const RUN = `INSERT INTO sync_run (installation_id, status, started_at)
  VALUES ('i', 'ok', '2026-01-01T00:00:00.000Z')`;
const ENDS = ['', '-wal', '-shm'];
const user = process.getuid?.() === 0 ? { uid: 65534 } : {};

let folder: string;
let places = 0;
const live: Database.Database[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spm-reading-'));
  chmodSync(folder, 0o755);
  const clean = join(folder, 'clean.sqlite');
  await (await openSqliteStore({ path: clean, now })).close();
  const db = new Database(clean);
  db.exec(RUN);
  db.close();
  // Later changes are only in the -wal.
  copyFileSync(clean, join(folder, 'source.sqlite'));
  const source = new Database(join(folder, 'source.sqlite'));
  source.exec("UPDATE sync_run SET status = 'partial'");
  for (const end of ENDS)
    copyFileSync(join(folder, `source.sqlite${end}`), join(folder, `left.sqlite${end}`));
  source.close();
});
afterAll(() => {
  for (const db of live) db.close();
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o700);
  rmSync(folder, { recursive: true });
});

/** A store in its own folder: its file, and the files beside it that have a mode. */
function place(from: 'clean' | 'left', modes: Record<string, number>, folderMode = 0o755): string {
  const at = join(folder, `place-${++places}`);
  mkdirSync(at);
  for (const [end, mode] of Object.entries(modes)) {
    copyFileSync(join(folder, `${from}.sqlite${end}`), join(at, `s.sqlite${end}`));
    chmodSync(join(at, `s.sqlite${end}`), mode);
  }
  chmodSync(at, folderMode);
  return join(at, 's.sqlite');
}

function opened(mode: number): string {
  const path = place('clean', { '': 0o644 });
  const db = new Database(path);
  live.push(db);
  db.exec("UPDATE sync_run SET status = 'failed'");
  for (const end of ENDS) chmodSync(path + end, end === '-shm' ? mode : 0o644);
  return path;
}

function changed(change: (db: Database.Database) => void): string {
  const path = place('clean', { '': 0o644 });
  const db = new Database(path);
  change(db);
  db.close();
  return path;
}

function older(version: number): string {
  const path = place('clean', {});
  const db = makeEcosystemStore(path, version);
  db.exec(RUN);
  db.close();
  chmodSync(path, 0o444);
  return path;
}

describe('openStoreToRead', () => {
  it('reads the store of another user, explains a refusal, and leaves nothing behind', async () => {
    const cases: [string, string][] = [
      [place('clean', { '': 0o644 }), 'ok'],
      [place('clean', { '': 0o666 }, 0o555), 'ok'],
      // Files that SQLite created here would belong to the wrong user.
      [place('clean', { '': 0o444 }, 0o777), 'ok'],
      [place('left', { '': 0o644, '-wal': 0o644 }), 'partial'],
      [place('left', { '': 0o644, '-wal': 0o644, '-shm': 0o644 }), 'partial'],
      [place('left', { '': 0o644, '-wal': 0o644, '-shm': 0o600 }), 'partial'],
      [place('left', { '': 0o666, '-wal': 0o444, '-shm': 0o444 }, 0o777), 'partial'],
      [opened(0o644), 'failed'],
      [opened(0o600), 'failed'],
      [changed((db) => db.pragma('journal_mode = DELETE')), 'ok'],
      [older(4), 'ok'],
    ];
    const refused: [string, string][] = [
      [place('clean', { '': 0o600 }), 'SPM_STORE_UNAVAILABLE'],
      [place('left', { '': 0o644, '-wal': 0o600 }), 'SPM_STORE_UNAVAILABLE'],
      [older(10), 'SPM_STORE_NEWER'],
      [changed((db) => db.exec('INSERT INTO spm_migrations VALUES (99, 1, 1)')), 'SPM_STORE_NEWER'],
    ];
    const paths = [...cases, ...refused].map(([path]) => path);
    const beside = () => paths.map((path) => readdirSync(join(path, '..')));
    const before = beside();
    expect(await openElsewhere(paths, { ...user, toRead: true })).toEqual([
      ...cases.map(([, status]) => `${status} SPM_STORE_READ_ONLY`),
      ...refused.map(([, code]) => code),
    ]);
    expect(beside()).toEqual(before);
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith('spm-connect-read-'));
    expect(left).toEqual([]);
  });

  it('opens a writable store as usual', async () => {
    const path = place('left', { '': 0o600, '-wal': 0o600 });
    expect(isStoreThere(path)).toBe(true);
    expect(isStoreThere(`${path}.not`)).toBe(false);
    const store = await openStoreToRead({ path, now, redactor: new Redactor(), cipher: null });
    expect(await store.runs.get(1)).toMatchObject({ status: 'partial' });
    await store.installations.save({ installationId: 'i' }, 0);
    await store.close();
    expect(readdirSync(join(path, '..'))).toEqual(['s.sqlite']);
  });
});
