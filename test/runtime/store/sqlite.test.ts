import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../helpers/sqliteStore.ts';
import { storeConformance } from './conformance.ts';
import { scheduleConformance } from './schedule-conformance.ts';

const now = () => Date.UTC(2026, 0, 1);
const KEY = { installationId: 'i1', entity: 'orders', sourceKey: '' };
const owner = (pid: number) => ({ host: 'h', pid, id: `p${pid}` });

let folder: string;
let files = 0;
const newPath = () => join(folder, `${++files}.sqlite`);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spm-store-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

storeConformance('SQLite in memory', () => openSqliteStore({ path: ':memory:', now }));
storeConformance('SQLite in a file', () => openSqliteStore({ path: newPath(), now }));

scheduleConformance('SQLite in a file', async () => {
  const path = newPath();
  return [await openSqliteStore({ path, now }), await openSqliteStore({ path, now })];
});

describe('openSqliteStore', () => {
  it('makes the folder, and a file for its owner only', async () => {
    const path = join(folder, 'a', 'b', 'store.sqlite');
    const store = await openSqliteStore({ path, now });
    await store.state.set('i1', { key: 'k', value: '1', encrypted: false }, 0);
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('uses a write-ahead log', async () => {
    const path = newPath();
    await (await openSqliteStore({ path, now })).close();
    const db = new Database(path);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  it('keeps everything for the next process that opens it', async () => {
    const path = newPath();
    const first = await openSqliteStore({ path, now });
    await first.installations.save({ installationId: 'i1' }, 5);
    await first.leases.acquire('i1', owner(1), 1000, 5);
    await first.close();
    const second = await openSqliteStore({ path, now });
    expect(await second.installations.get('i1')).toMatchObject({ installedAt: 5 });
    expect(await second.leases.acquire('i1', owner(2), 1000, 5)).toMatchObject({ acquired: false });
    await second.close();
  });

  it('lets two handles share a file: one lease, and the older fence is rejected', async () => {
    const path = newPath();
    const [a, b] = await Promise.all([
      openSqliteStore({ path, now }),
      openSqliteStore({ path, now }),
    ]);
    const first = await a.leases.acquire('i1', owner(1), 1000, 0);
    expect(await b.leases.acquire('i1', owner(2), 1000, 999)).toMatchObject({ acquired: false });
    expect(await b.leases.acquire('i1', owner(2), 1000, 1000)).toMatchObject({
      acquired: true,
      lease: { fence: 2 },
    });
    if (!first.acquired) throw new Error('unreachable');
    await expect(
      a.fenced.commitStep(first.lease, {
        key: KEY,
        runId: 1,
        now: 1,
        end: { outcome: 'advance', cursor: 1, items: 1 },
      }),
    ).rejects.toMatchObject({
      code: 'SPM_LEASE_LOST',
      message: expect.stringContaining('i1'),
      cause: 'process 2 on h took it at 1970-01-01T00:00:01.000Z',
    });
    expect(await b.cursors.list()).toEqual([]);
    await Promise.all([a.close(), b.close()]);
  });

  it('writes times as ISO-8601 with milliseconds', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path, now });
    await store.installations.save({ installationId: 'i1' }, 5);
    await store.close();
    const db = new Database(path);
    expect(db.prepare('SELECT installed_at, created_at FROM installs').get()).toEqual({
      installed_at: '1970-01-01T00:00:00.005Z',
      created_at: '1970-01-01T00:00:00.005Z',
    });
    db.close();
  });

  it('removes an installation from every table, except its lease and the logs', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path, now });
    const taken = await store.leases.acquire('i1', owner(1), 1000, 0);
    if (!taken.acquired) throw new Error('unreachable');
    const db = new Database(path);
    db.pragma('foreign_keys = OFF');
    const tables = db
      .prepare(
        `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.name = 'installation_id' ORDER BY m.name`,
      )
      .pluck()
      .all() as string[];
    for (const table of tables) insertRow(db, table);
    await store.fenced.removeInstallation(taken.lease);
    const left = tables.filter((table) => db.prepare(`SELECT 1 FROM ${table}`).get());
    expect(left).toEqual(['spm_lease', 'webhook_log', 'webhook_seen']);
    db.close();
    await store.close();
  });
});

/** A row of installation i1, with something in every other column. */
function insertRow(db: Database.Database, table: string): void {
  const columns = (db.pragma(`table_info(${table})`) as { name: string; type: string }[]).filter(
    ({ name }) => name !== 'id',
  );
  const values = columns.map(({ name, type }) =>
    name === 'installation_id' ? 'i1' : type === 'INTEGER' ? 1 : 'x',
  );
  db.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.map(({ name }) => name).join(', ')})
     VALUES (${columns.map(() => '?').join(', ')})`,
  ).run(values);
}
