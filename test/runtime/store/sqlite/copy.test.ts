import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyStore } from '../../../../src/runtime/store/sqlite/copy.ts';

let folder: string;
let path: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spm-copy-'));
  path = join(folder, 'store.sqlite');
  copy = join(folder, 'copy.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

const make = (mode = 'WAL') => {
  const db = new Database(path);
  db.pragma(`journal_mode = ${mode}`);
  db.exec('CREATE TABLE t (v)');
  return db;
};

const read = (): number[] => {
  const db = new Database(copy);
  const rows = db.prepare('SELECT v FROM t').pluck().all() as number[];
  db.close();
  return rows;
};

describe('copyStore', () => {
  it('includes commits that are only in the -wal', async () => {
    const db = make();
    db.exec('INSERT INTO t VALUES (1)');
    await copyStore(path, copy, Date.now);
    expect(existsSync(`${copy}-wal`)).toBe(true);
    db.close();
    expect(read()).toEqual([1]);
  });

  it('copies a file without a -wal, and one whose -wal is empty', async () => {
    make().close();
    await copyStore(path, copy, Date.now);
    expect(existsSync(`${copy}-wal`)).toBe(false);
    expect(read()).toEqual([]);
    writeFileSync(`${path}-wal`, '');
    await copyStore(path, copy, Date.now);
    expect(read()).toEqual([]);
  });

  it('leaves out what was not committed, in the -wal and in the file', async () => {
    for (const mode of ['WAL', 'DELETE']) {
      rmSync(path, { force: true });
      const db = make(mode);
      db.exec('INSERT INTO t VALUES (1)');
      db.pragma('cache_size = 1');
      db.exec('BEGIN');
      const insert = db.prepare('INSERT INTO t VALUES (?)');
      for (let n = 0; n < 500; n++) insert.run('x'.repeat(1000));
      await copyStore(path, copy, Date.now);
      db.exec('ROLLBACK');
      db.close();
      expect(read()).toEqual([1]);
    }
  });

  it('makes copies that only their owner may read, whatever the mode of the original', async () => {
    make().close();
    chmodSync(path, 0o444);
    await copyStore(path, copy, Date.now);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
  });

  it('copies one moment, although another process writes, checkpoints and reopens the store', async () => {
    make().close();
    const writer = await writing(path);
    try {
      for (let n = 0; n < 12; n++) {
        if (!(await isCopied())) continue;
        const db = new Database(copy);
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        expect(db.prepare('SELECT COUNT(DISTINCT v), COUNT(*) FROM pair').raw().get()).toEqual([
          1, 60,
        ]);
        db.close();
      }
    } finally {
      writer.kill('SIGKILL');
      await once(writer, 'close');
    }
  });
});

/** False when the store changed all the time. */
async function isCopied(): Promise<boolean> {
  try {
    await copyStore(path, copy, Date.now);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'SPM_STORE_BUSY' });
    return false;
  }
}

/** Every commit sets all rows to one number. Prints once that it has started. */
async function writing(file: string): Promise<ChildProcess> {
  const code = `
    import Database from ${JSON.stringify(import.meta.resolve('better-sqlite3'))};
    let n = 0;
    for (;;) {
      const db = new Database(process.argv[1]);
      db.pragma('synchronous = OFF');
      db.pragma('wal_autocheckpoint = 200');
      db.exec('CREATE TABLE IF NOT EXISTS pair (id INTEGER PRIMARY KEY, v, filler)');
      const put = db.prepare('REPLACE INTO pair VALUES (?, ?, ?)');
      const all = db.transaction((v) => {
        for (let id = 0; id < 60; id++) put.run(id, v, 'x'.repeat(40_000));
      });
      for (let i = 0; i < 10; i++) all(n++);
      if (n === 10) process.stdout.write('begun');
      db.close();
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}
