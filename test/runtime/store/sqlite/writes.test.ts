import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpmError } from '../../../../src/errors.ts';
import {
  type Connection,
  makeConnection,
} from '../../../../src/runtime/store/sqlite/connection.ts';
import { ManualClock, settled } from '../../../helpers/syncBench.ts';

describe('writes that are asked for together', () => {
  let folder: string;
  let statements: string[];
  let connection: Connection;
  const clock = new ManualClock();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spm-writes-'));
    statements = [];
    const path = join(folder, 'store.sqlite');
    const db = new Database(path, { verbose: (sql) => statements.push(String(sql)), timeout: 1 });
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT UNIQUE)');
    connection = makeConnection(db, path, { patience: { clock } });
    statements.length = 0;
  });
  afterEach(async () => {
    await connection.close();
    rmSync(folder, { recursive: true });
  });

  const put = (text: string) =>
    connection.write(() => connection.run('INSERT INTO t (text) VALUES (@text)', { text }).id);
  const texts = () =>
    connection.read(() =>
      connection.all<{ text: string }>('SELECT text FROM t ORDER BY id').map(({ text }) => text),
    );
  const commits = () => statements.filter((sql) => sql === 'COMMIT').length;

  it('share one commit, and each has its own result', async () => {
    expect(await Promise.all(['a', 'b', 'c'].map(put))).toEqual([1, 2, 3]);
    expect(commits()).toBe(1);
    await put('d');
    expect(commits()).toBe(2);
  });

  it('are atomic, each by itself', async () => {
    const half = connection.write(() => {
      connection.run("INSERT INTO t (text) VALUES ('half')");
      throw new SpmError('SPM_LEASE_LOST', 'lost');
    });
    const all = await Promise.allSettled([put('a'), half, put('b')]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(half).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
    expect(await texts()).toEqual(['a', 'b']);
    expect(commits()).toBe(1);
  });

  it('succeed or fail one by one after an error of the database', async () => {
    const all = await Promise.allSettled([put('a'), put('a'), put('b')]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(all[1]).toMatchObject({ reason: { code: 'SPM_STORE_UNAVAILABLE' } });
    expect(await texts()).toEqual(['a', 'b']);
  });

  it('come before a read that is asked for later, and before the end', async () => {
    void put('a');
    expect(await texts()).toEqual(['a']);
    const last = put('b');
    await connection.close();
    expect(await last).toBe(2);
    await expect(put('c')).rejects.toMatchObject({ code: 'SPM_STORE_UNAVAILABLE' });
    await expect(texts()).rejects.toMatchObject({ code: 'SPM_STORE_UNAVAILABLE' });
  });

  it('wait together for a lock, and no longer than one of them', async () => {
    const other = new Database(join(folder, 'store.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    const all = Promise.allSettled(['a', 'b', 'c'].map(put));
    await settled();
    for (let n = 0; n < 30; n++) {
      await clock.pass(200);
      await settled();
    }
    for (const result of await all)
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'SPM_STORE_BUSY' } });
    other.exec('ROLLBACK');
    other.close();
    expect(await texts()).toEqual([]);
    expect(await put('d')).toBe(1);
  });
});
