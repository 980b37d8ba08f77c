import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SpmError } from '../../../../src/errors.ts';
import { Redactor } from '../../../../src/runtime/security/redactor.ts';
import { connect } from '../../../../src/runtime/store/sqlite/connection.ts';
import { makeFenced } from '../../../../src/runtime/store/sqlite/fenced.ts';
import { makeLeases } from '../../../../src/runtime/store/sqlite/leases.ts';
import { makeRejects } from '../../../../src/runtime/store/sqlite/rejects.ts';
import { makeState } from '../../../../src/runtime/store/sqlite/state.ts';
import { openSqliteStore } from '../../../helpers/sqliteStore.ts';
import { openElsewhere } from './elsewhere.ts';

const now = () => Date.UTC(2026, 0, 1);
const KEY = { installationId: 'i1', entity: 'orders', sourceKey: '' };

let folder: string;
let files = 0;
const newPath = () => join(folder, `${++files}.sqlite`);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spm-errors-'));
  chmodSync(folder, 0o777);
});
afterAll(() => rmSync(folder, { recursive: true }));

const failureOf = async (promise: Promise<unknown>): Promise<SpmError> => {
  const error = await promise.then(
    () => expect.unreachable('It succeeded.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SpmError)) throw error;
  return error;
};

const openFailure = async (path: string) => {
  const error = await failureOf(openSqliteStore({ path, now }));
  expect(error.message).toContain(path);
  expect(error.cause).toBeDefined();
  expect(error.hint).toBeTruthy();
  return error.code;
};

describe('opening', () => {
  it('says when the file is not a database', async () => {
    const path = newPath();
    writeFileSync(
      path,
      'This is a text file, and long enough for SQLite to look at its header. '.repeat(99),
    );
    expect(await openFailure(path)).toBe('SPM_STORE_CORRUPT');
  });

  it('says when the database is damaged', async () => {
    const path = newPath();
    await (await openSqliteStore({ path, now })).close();
    const bytes = Buffer.alloc(statSync(path).size, 0xa5);
    const db = new Database(path, { readonly: true });
    db.serialize().copy(bytes, 0, 0, 100);
    db.close();
    writeFileSync(path, bytes);
    expect(await openFailure(path)).toBe('SPM_STORE_CORRUPT');
  });

  it('says when the path is a folder', async () => {
    const path = newPath();
    mkdirSync(path);
    expect(await openFailure(path)).toBe('SPM_STORE_UNAVAILABLE');
  });

  it('says when the path leads nowhere', async () => {
    const path = newPath();
    symlinkSync(join(folder, 'gone', 'store.sqlite'), path);
    expect(await openFailure(path)).toBe('SPM_STORE_UNAVAILABLE');
  });

  it('says when the folder cannot be made', async () => {
    const file = newPath();
    writeFileSync(file, '');
    await expect(
      openSqliteStore({ path: join(file, 'below', 'store.sqlite'), now }),
    ).rejects.toMatchObject({ code: 'SPM_STORE_MISSING_FOLDER', hint: expect.any(String) });
  });

  describe('without permission', () => {
    it('says whether the file, the folder of an old or a new store, or the place of its folder is read-only', async () => {
      const file = newPath();
      const locked = join(folder, 'locked');
      const old = join(locked, 'old.sqlite');
      for (const path of [file, old]) await (await openSqliteStore({ path, now })).close();
      chmodSync(file, 0o444);
      chmodSync(old, 0o666);
      chmodSync(locked, 0o555);
      const paths = [file, old, join(locked, 'new.sqlite'), join(locked, 'sub', 'new.sqlite')];
      expect(await openElsewhere(paths, isRoot() ? { uid: 65534 } : {})).toEqual([
        'SPM_STORE_READ_ONLY',
        'SPM_STORE_READ_ONLY',
        'SPM_STORE_READ_ONLY',
        'SPM_STORE_MISSING_FOLDER',
      ]);
      chmodSync(locked, 0o755);
    });
  });
});

describe('writing', () => {
  const ready = async () => {
    const path = newPath();
    await (await openSqliteStore({ path, now })).close();
    return connect(path);
  };

  it('says when there is no space left, and keeps what was committed', async () => {
    const connection = await ready();
    const state = makeState(connection);
    await state.set('i1', { key: 'small', value: '1', encrypted: false }, 0);
    const pages = connection.db.pragma('page_count', { simple: true });
    connection.db.pragma(`max_page_count = ${pages}`);
    const big = { key: 'big', value: 'x'.repeat(100_000), encrypted: false };
    const error = await failureOf(state.set('i1', big, 0));
    expect(error).toMatchObject({ code: 'SPM_STORE_FULL', details: { sqlite: 'SQLITE_FULL' } });
    expect(await state.list('i1')).toMatchObject([{ key: 'small' }]);
    connection.db.close();
  });

  it('rolls a step back when its last reject does not fit', async () => {
    const connection = await ready();
    const fenced = makeFenced(connection);
    const held = await makeLeases(connection).acquire('i1', { host: 'h', pid: 1, id: 'p' }, 9, 0);
    if (!held.acquired) throw new Error('unreachable');
    const pages = Number(connection.db.pragma('page_count', { simple: true }));
    connection.db.pragma(`max_page_count = ${pages + 4}`);
    const redactor = new Redactor();
    const reject = (size: number) => ({
      payload: redactor.data('x'.repeat(size)),
      key: redactor.hide(`${size}`),
      stepKey: null,
      sealed: null,
      identity: `${size}`,
      errors: [],
      status: 200,
      route: null,
      redacted: false,
    });
    const rejects = [reject(1), reject(100_000)];
    const error = await failureOf(
      fenced.commitStep(held.lease, { key: KEY, runId: 1, now: 0, rejects }),
    );
    expect(error.code).toBe('SPM_STORE_FULL');
    expect(await makeRejects(connection).list()).toEqual([]);
    connection.db.close();
  });

  it('says when another process keeps the write lock', async () => {
    const connection = await ready();
    connection.db.pragma('busy_timeout = 1');
    const other = new Database(connection.db.name);
    other.exec('BEGIN IMMEDIATE');
    const set = () =>
      makeState(connection).set('i1', { key: 'k', value: '1', encrypted: false }, 0);
    expect(await failureOf(set())).toMatchObject({ code: 'SPM_STORE_BUSY' });
    other.exec('ROLLBACK');
    await set();
    other.close();
    connection.db.close();
  });

  it('says when a time in the store cannot be read', async () => {
    const connection = await ready();
    connection.db.exec(
      "INSERT INTO integration_state (installation_id, key, updated_at) VALUES ('i1', 'k', 'soon')",
    );
    expect(await failureOf(makeState(connection).get('i1', 'k'))).toMatchObject({
      code: 'SPM_STORE_CORRUPT',
      cause: expect.stringContaining('soon'),
    });
    connection.db.close();
  });

  it('leaves a bug unchanged', async () => {
    const connection = await ready();
    const bug = new TypeError('a bug');
    await expect(
      connection.write(() => {
        throw bug;
      }),
    ).rejects.toBe(bug);
    connection.db.close();
  });
});

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
