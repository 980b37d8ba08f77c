import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../../src/runtime/store/sqlite/migrate.ts';
import { openSqliteStore } from '../../../helpers/sqliteStore.ts';
import { makeEcosystemStore } from './ecosystem.ts';
import { openElsewhere } from './elsewhere.ts';

const now = () => Date.UTC(2026, 0, 1);

let folder: string;
let files = 0;
const newPath = () => join(folder, `${++files}.sqlite`);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spm-migrate-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const inspect = <T>(path: string, look: (db: Database.Database) => T): T => {
  const db = new Database(path);
  try {
    return look(db);
  } finally {
    db.close();
  }
};

const columnsOf = (db: Database.Database, table: string) =>
  db
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);

/** The tables in the ecosystem's contract, column by column. */
const SHARED: Record<string, string> = {
  installs:
    'installation_id shop_domain shop_name external_account_ref external_account_name status installed_at activated_at deactivated_at uninstalled_at created_at updated_at',
  webhook_log: 'id event installation_id signature_ok payload_json created_at',
  integration_state: 'installation_id key value encrypted updated_at',
  sync_run: 'id installation_id status summary_json started_at finished_at',
  sync_cursor:
    'installation_id entity source_key last_synced_at last_status last_error items updated_at consecutive_failures',
  inbound_event: 'id installation_id idempotency_key action status error received_at processed_at',
  webhook_seen: 'installation_id dedup_key created_at',
  rejected_item: 'id installation_id run_id entity source_key payload_json reason created_at',
  schema_migrations: 'version name applied_at',
  spm_migrations: 'version name applied_at',
};

const NAMES = [
  'core',
  'sync',
  'inbound',
  'webhook_dedup',
  'cursor_failure_escalation',
  'rejected_item_dead_letter',
];

describe('a new store', () => {
  it('has the tables of the ecosystem at version 6, and ours under our own prefix', async () => {
    const path = newPath();
    await (await openSqliteStore({ path, now })).close();
    inspect(path, (db) => {
      for (const [table, columns] of Object.entries(SHARED)) {
        expect([table, columnsOf(db, table)]).toEqual([table, columns.split(' ')]);
      }
      expect(db.prepare('SELECT * FROM schema_migrations ORDER BY version').all()).toEqual(
        NAMES.map((name, n) => ({ version: n + 1, name, applied_at: '2026-01-01T00:00:00.000Z' })),
      );
      const others = db
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .pluck()
        .all()
        .filter((name) => !Object.hasOwn(SHARED, String(name)));
      for (const name of others) expect(name).toMatch(/^spm_/);
    });
  });

  it('accepts rows of the ecosystem, which leave times and statuses to their defaults', async () => {
    const path = newPath();
    const store = await openSqliteStore({ path, now });
    inspect(path, (db) => {
      db.exec(`
        INSERT INTO installs (installation_id, status) VALUES ('i1', 'active');
        INSERT INTO webhook_log (event, installation_id, signature_ok) VALUES ('e1', 'i1', 1);
        INSERT INTO webhook_log (event, signature_ok) VALUES ('e2', 0);
        INSERT INTO sync_run (installation_id, status) VALUES ('i1', 'running');
        INSERT INTO sync_cursor (installation_id, entity) VALUES ('i1', 'orders');
        INSERT INTO integration_state (installation_id, key, value) VALUES ('i1', 'k', '1');
        INSERT INTO inbound_event (installation_id, idempotency_key, action) VALUES ('i1', 'k', 'a');
        INSERT INTO webhook_seen (installation_id, dedup_key) VALUES ('i1', 'k');`);
    });
    expect(await store.webhooks.recent(1)).toMatchObject([
      { event: 'e2', installationId: null, signatureOk: false },
    ]);
    expect(await store.webhooks.recent(20)).toMatchObject([{ event: 'e2' }, { event: 'e1' }]);
    expect(await store.runs.list()).toMatchObject([{ status: 'running' }]);
    expect(await store.cursors.list()).toMatchObject([{ lastSyncedAt: null, lastStatus: null }]);
    expect(await store.state.get('i1', 'k')).toMatchObject({ value: '1', encrypted: false });
    await store.close();
  });

  it('drops a hash when an older release had sent another version since', async () => {
    const path = newPath();
    await (await openSqliteStore({ path, now })).close();
    inspect(path, (db) => {
      db.exec(`
        DELETE FROM spm_migrations WHERE version > 6;
        DROP TABLE spm_in_doubt;
        DROP TABLE spm_state_form;
        DROP TABLE spm_webhook;
        DROP TABLE spm_lifecycle;
        DROP TABLE spm_schedule;
        ALTER TABLE spm_stream DROP COLUMN again_since;
        ALTER TABLE spm_stream DROP COLUMN again_after;
        ALTER TABLE spm_reject DROP COLUMN sealed;
        ALTER TABLE spm_fingerprint ADD COLUMN deleted_at INTEGER;
        INSERT INTO spm_stream (id, installation_id, entity, source_key) VALUES (1, 'i1', 'orders', '');
        INSERT INTO spm_fingerprint (stream_id, record_key, hash, acked_at, sent_hash, sent_at) VALUES
          (1, 'another', '1', 5, '2', 6), (1, 'again', '1', 5, '1', 6), (1, 'settled', '1', 5, NULL, NULL),
          (1, 'deleted', NULL, 5, 'deleted', 6);
        UPDATE spm_fingerprint SET deleted_at = 6 WHERE record_key = 'deleted';`);
    });
    const store = await openSqliteStore({ path, now });
    const key = { installationId: 'i1', entity: 'orders', sourceKey: '' };
    const found = await store.records.find(key, ['another', 'again', 'settled', 'deleted']);
    expect(Object.fromEntries(found)).toMatchObject({
      another: { hash: null, ackedAt: 5, sentHash: '2' },
      again: { hash: '1' },
      settled: { hash: '1' },
      deleted: { hash: null, sentHash: 'deleted', sentAt: 6 },
    });
    await store.close();
  });

  it('lets another process migrate between the check and the lock', () => {
    const path = newPath();
    inspect(path, (mine) =>
      inspect(path, (theirs) => {
        // The clock is read after the version.
        migrate(mine, () => {
          migrate(theirs, () => 1);
          return 2;
        });
        const times = mine.prepare('SELECT DISTINCT applied_at FROM schema_migrations').pluck();
        expect(times.all()).toEqual(['1970-01-01T00:00:00.001Z']);
      }),
    );
  });

  it('lets several processes open a new store at once', async () => {
    // Many stores, so that the processes open some at the same moment, even if one starts later.
    const paths = Array.from({ length: 10 }, newPath);
    const results = await Promise.all([1, 2, 3].map(() => openElsewhere(paths)));
    expect(new Set(results.flat())).toEqual(new Set(['ok']));
    for (const path of paths) {
      inspect(path, (db) => {
        expect(db.prepare('SELECT COUNT(*) FROM schema_migrations').pluck().get()).toBe(6);
      });
    }
  });
});

describe('a store of the ecosystem', () => {
  for (const version of [1, 2, 4, 5, 6]) {
    it(`is brought up to date from version ${version}`, async () => {
      const path = newPath();
      const db = makeEcosystemStore(path, version);
      db.exec(
        "INSERT INTO installs (installation_id, installed_at) VALUES ('i1', '2025-06-01 10:20:30')",
      );
      db.close();
      const store = await openSqliteStore({ path, now });
      expect(await store.installations.get('i1')).toMatchObject({
        installedAt: Date.UTC(2025, 5, 1, 10, 20, 30),
      });
      await store.close();
      inspect(path, (db) => {
        for (const [table, columns] of Object.entries(SHARED)) {
          expect([table, columnsOf(db, table)]).toEqual([table, columns.split(' ')]);
        }
        expect(
          db.prepare('SELECT name FROM schema_migrations ORDER BY version').pluck().all(),
        ).toEqual(NAMES);
      });
    });
  }

  for (const version of [7, 8, 9]) {
    it(`is left as it is at version ${version}`, async () => {
      const path = newPath();
      const schemaOf = (db: Database.Database) =>
        db.prepare("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'spm_%'").all();
      const db = makeEcosystemStore(path, version);
      const before = schemaOf(db);
      db.close();
      const store = await openSqliteStore({ path, now });
      await store.installations.save({ installationId: 'i1' }, 1);
      await store.close();
      inspect(path, (after) => {
        expect(schemaOf(after).filter((one) => !isAuto(one))).toEqual(
          before.filter((one) => !isAuto(one)),
        );
        expect(after.prepare('SELECT MAX(version) FROM schema_migrations').pluck().get()).toBe(
          version,
        );
      });
    });
  }

  it('reads both formats of times, and orders rows that mix them', async () => {
    const path = newPath();
    const db = makeEcosystemStore(path, 6);
    db.exec(`
      INSERT INTO sync_run (installation_id, status, started_at, finished_at) VALUES
        ('i1', 'ok', '2025-06-01T10:00:00.000Z', '2025-06-01T10:01:00.000Z'),
        ('i1', 'failed', '2025-06-01 11:00:00', '2025-06-01 11:01:00');
      INSERT INTO sync_cursor (installation_id, entity, last_synced_at, last_status, updated_at)
        VALUES ('i1', 'orders', '2025-06-01 11:00:00', 'error', '2025-06-01 11:00:00')`);
    db.close();
    const store = await openSqliteStore({ path, now });
    const at = Date.UTC(2025, 5, 1, 11);
    expect(await store.runs.latest()).toMatchObject([
      { last: { status: 'failed', startedAt: at }, lastFinished: { finishedAt: at + 60_000 } },
    ]);
    // As text, the old form of 11:00 sorts before the new form of 10:00.
    const acquired = await store.leases.acquire('i1', { host: 'h', pid: 1, id: 'p' }, 1000, 0);
    if (!acquired.acquired) throw new Error('unreachable');
    const key = { installationId: 'i1', entity: 'orders', sourceKey: '' };
    const end = { outcome: 'advance', cursor: at - 3_600_000, items: 0 } as const;
    await store.fenced.commitStep(acquired.lease, { key, runId: 1, now: at, end });
    expect(await store.cursors.get(key)).toMatchObject({ lastSyncedAt: at, lastStatus: 'ok' });
    await store.close();
  });

  it('shows dead letters of the ecosystem as open, next to ours', async () => {
    const path = newPath();
    const db = makeEcosystemStore(path, 6);
    db.exec(`INSERT INTO rejected_item (installation_id, run_id, entity, payload_json, reason, created_at)
      VALUES ('i1', 3, 'orders', '{"id":1}', 'bad', '2025-06-01 11:00:00'),
             ('i1', NULL, 'orders', 'not json', 'worse', '2025-06-01 12:00:00')`);
    db.close();
    const store = await openSqliteStore({ path, now });
    const at = Date.UTC(2025, 5, 1, 11);
    expect(await store.rejects.list({ state: 'open' })).toMatchObject([
      { runId: null, payload: 'not json', errors: ['worse'] },
      {
        id: 1,
        runId: 3,
        sourceKey: '',
        payload: { id: 1 },
        key: null,
        errors: ['bad'],
        attempts: 1,
        firstSeenAt: at,
        lastSeenAt: at,
        state: 'open',
      },
    ]);
    expect(await store.rejects.countOpen()).toEqual([
      { installationId: 'i1', entity: 'orders', count: 2 },
    ]);
    await store.close();
  });

  it('lets the ecosystem purge our dead letters, with or without foreign keys', async () => {
    for (const keys of ['ON', 'OFF']) {
      const path = newPath();
      const store = await openSqliteStore({ path, now });
      const held = await store.leases.acquire('i1', { host: 'h', pid: 1, id: 'p' }, 1000, 0);
      if (!held.acquired) throw new Error('unreachable');
      const key = { installationId: 'i1', entity: 'orders', sourceKey: '' };
      const known = { payload: {}, key: '1', identity: '1', route: null, redacted: false };
      const rejects = [{ ...known, errors: ['bad'], status: 200 }];
      const commit = () => store.fenced.commitStep(held.lease, { key, runId: 1, now: 1, rejects });
      await commit();
      inspect(path, (db) => {
        db.pragma(`foreign_keys = ${keys}`);
        db.exec('DELETE FROM rejected_item');
      });
      expect(await store.rejects.list()).toEqual([]);
      await commit();
      expect(await store.rejects.list()).toMatchObject([{ key: '1', attempts: 1, state: 'open' }]);
      await store.close();
    }
  });
});

describe('a newer store', () => {
  it('is refused without a change when the ecosystem is ahead', async () => {
    const path = newPath();
    makeEcosystemStore(path, 10).close();
    await expect(openSqliteStore({ path, now })).rejects.toMatchObject({
      code: 'SPM_STORE_NEWER',
      hint: expect.stringContaining('Update'),
    });
    inspect(path, (db) => expect(columnsOf(db, 'spm_migrations')).toEqual([]));
  });

  it('is refused without a change when our own tables are ahead', async () => {
    const path = newPath();
    const db = makeEcosystemStore(path, 1);
    db.exec(`CREATE TABLE spm_migrations (version INTEGER PRIMARY KEY, name TEXT, applied_at TEXT);
      INSERT INTO spm_migrations VALUES (1000, 'future', '2030-01-01T00:00:00.000Z')`);
    db.close();
    await expect(openSqliteStore({ path, now })).rejects.toMatchObject({ code: 'SPM_STORE_NEWER' });
    inspect(path, (after) => {
      expect(after.prepare('SELECT MAX(version) FROM schema_migrations').pluck().get()).toBe(1);
    });
  });
});

function isAuto(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'sql' in row && row.sql === null;
}
