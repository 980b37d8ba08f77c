/** A store that fails during a sync: the cursor never passes unsettled items, and the error says what to do. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpmCustomers } from '@shopimind/sdk-js';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../src/connector/bulk.ts';
import { SpmError } from '../../../src/errors.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { Redactor } from '../../../src/runtime/security/redactor.ts';
import { guardStore } from '../../../src/runtime/store/guard.ts';
import { connect } from '../../../src/runtime/store/sqlite/connection.ts';
import { makeFenced } from '../../../src/runtime/store/sqlite/fenced.ts';
import { makeLeases } from '../../../src/runtime/store/sqlite/leases.ts';
import { accepted } from '../../helpers/scriptedApi.ts';
import { openSqliteStore } from '../../helpers/sqliteStore.ts';
import { bench, DAY } from '../../helpers/syncBench.ts';

const ROWS = 40;

/** The API rejects every tenth row, so that dead letters are written too. */
function step(at: (row: number) => void = () => {}) {
  return defineBulkStep<object, number>({
    entity: 'customers',
    batchSize: 4,
    tolerateRejects: true,
    async *stream(ctx) {
      for (let n = typeof ctx.resume === 'number' ? ctx.resume + 1 : 0; n < ROWS; n++) {
        at(n);
        yield n;
      }
    },
    map: (n) => ({ customer_id: `c${n}`, note: 'x'.repeat(5_000) }),
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    position: (n) => n,
    order: 'asc',
    key: (record) => String(record.customer_id),
    skipUnchanged: true,
  });
}

function rigWith(store: Store) {
  const taken = new Set<string>();
  const rig = bench({
    store,
    script: ({ body }) => {
      const ids = body.map(({ customer_id }) => String(customer_id));
      const refused = ids.flatMap((id, index) => (id.endsWith('0') ? [[index, ['no']]] : []));
      for (const id of ids) taken.add(id);
      return { body: accepted(body, Object.fromEntries(refused)) };
    },
  });
  /** Nothing is settled that did not arrive, no reject is missing, and the next run finishes. */
  const mends = async () => {
    const cursor = await rig.cursor('customers');
    if (cursor?.lastSyncedAt != null) expect(taken.size).toBe(ROWS);
    const position = (await rig.window('customers'))?.position ?? -1;
    for (let n = 0; n <= (position as number); n++) expect(taken).toContain(`c${n}`);
    const letters = new Set((await store.rejects.list()).map(({ key }) => key));
    for (let n = 0; n <= (position as number); n += 10) expect(letters).toContain(`c${n}`);
    await rig.clock.pass(DAY);
    const report = await rig.sync(step(), { full: true });
    expect(report.status).toBe('ok');
    expect(taken.size).toBe(ROWS);
    expect(await store.rejects.list({ state: 'open' })).toHaveLength(ROWS / 10);
  };
  return { ...rig, taken, mends };
}

const failureOf = async (syncing: Promise<unknown>): Promise<SpmError> => {
  const error = await syncing.then(
    () => expect.unreachable('It succeeded.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SpmError)) throw error;
  return error;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spm-store-faults-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A store whose writes under the lease use a connection that a test can break. */
async function sqlite() {
  const path = join(folder, 'store.sqlite');
  const store = await openSqliteStore({ path, now: Date.now });
  const connection = connect(path);
  const { db } = connection;
  db.pragma('busy_timeout = 50');
  const close = async () => {
    db.close();
    await store.close();
  };
  return {
    path,
    db,
    close,
    store: guardStore(
      { ...store, fenced: makeFenced(connection), leases: makeLeases(connection) },
      { redactor: new Redactor(), cipher: null },
    ),
  };
}

interface Fault {
  code: string;
  hint: RegExp;
  /** Returns the error that ends the run. */
  begin(db: Database.Database, path: string): () => void;
}

const FAULTS: Record<string, Fault> = {
  'is locked by another process': {
    code: 'SPM_STORE_BUSY',
    hint: /other process/,
    begin: (_, path) => {
      const other = new Database(path);
      other.exec('BEGIN IMMEDIATE');
      return () => other.close();
    },
  },
  'has no space left': {
    code: 'SPM_STORE_FULL',
    hint: /disk space/,
    begin: (db) => {
      const pages = db.pragma('page_count', { simple: true });
      db.pragma(`max_page_count = ${pages}`);
      return () => db.pragma('max_page_count = 1000000');
    },
  },
  'cannot be written': {
    code: 'SPM_STORE_READ_ONLY',
    hint: /permission/,
    begin: (db) => {
      db.pragma('query_only = 1');
      return () => db.pragma('query_only = 0');
    },
  },
};

describe.each(Object.entries(FAULTS))('a store that %s', (_, { code, hint, begin }) => {
  it.each([
    ['in the middle', 12],
    ['towards the end', 29],
  ])('%s: the run ends with what to do, and the next one finishes', async (__, row) => {
    const { path, db, close, store } = await sqlite();
    const { sync, cursor, mends } = rigWith(store);
    let end = () => {};
    let spoilt = false;
    const spoil = (n: number) => {
      if (n !== row || spoilt) return;
      spoilt = true;
      end = begin(db, path);
    };
    const error = await failureOf(sync(step(spoil)));
    expect([error.code, error.exit]).toEqual([code, 'unavailable']);
    expect(error.message).toContain(path);
    expect(error.hint).toMatch(hint);
    end();
    expect(await cursor('customers')).toBeNull();
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    await mends();
    await close();
  });
});

/** Fails one of the calls that write. */
function failing(inner: Store, at: number, code: 'SPM_STORE_BUSY' | 'SPM_STORE_UNAVAILABLE') {
  let calls = 0;
  const failed: string[] = [];
  const spoil = <T extends object>(part: T, group: string): T =>
    new Proxy(part, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
        return async (...args: unknown[]) => {
          if (++calls !== at) return method.apply(target, args);
          failed.push(`${group}.${String(name)}`);
          throw new SpmError(code, 'The store does not answer', { hint: 'Wait.' });
        };
      },
    });
  const store: Store = {
    ...inner,
    fenced: spoil(inner.fenced, 'fenced'),
    cursors: spoil(inner.cursors, 'cursors'),
    records: spoil(inner.records, 'records'),
    rejects: spoil(inner.rejects, 'rejects'),
    leases: inner.leases,
  };
  return { store, failed, calls: () => calls };
}

describe('any call of the store that fails', () => {
  it('loses nothing: the next run finishes', async () => {
    const names = new Set<string>();
    for (let at = 1; ; at++) {
      const inner = await openSqliteStore({ path: ':memory:', now: Date.now });
      const spoilt = failing(inner, at, at % 2 ? 'SPM_STORE_BUSY' : 'SPM_STORE_UNAVAILABLE');
      const { sync, mends } = rigWith(spoilt.store);
      const ended = await sync(step()).then(
        () => null,
        (error: unknown) => error,
      );
      const [name] = spoilt.failed;
      if (name === undefined) {
        await inner.close();
        break;
      }
      names.add(name);
      expect(ended, `call ${at}, ${name}`).toMatchObject({
        code: expect.stringMatching(/^SPM_STORE_/),
        hint: 'Wait.',
      });
      await mends();
      await inner.close();
    }
    expect([...names].sort()).toEqual([
      'cursors.get',
      'cursors.getReadAgain',
      'cursors.getWindow',
      'cursors.list',
      'fenced.closeRun',
      'fenced.commitStep',
      'fenced.openRun',
      'fenced.openWindow',
      'fenced.putRecords',
      'records.find',
      'records.inDoubt',
      'rejects.open',
    ]);
  });
});
