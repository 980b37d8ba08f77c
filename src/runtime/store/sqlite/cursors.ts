import type { SafeText } from '../../../safe.js';
import type { Cursor, CursorKey } from '../../ports/records.js';
import type { CursorStore } from '../../ports/store.js';
import type { FencedAdapter, KeptEnd } from '../adapter.js';
import type { Connection } from './connection.js';
import { where } from './filter.js';
import { BY_KEY, keyParams } from './keys.js';
import { readReadAgain } from './read-again.js';
import { fromText, fromTextOrNull, toText, toTextOrNull } from './times.js';
import { deleteWindow, readWindow } from './windows.js';

interface Row {
  installation_id: string;
  entity: string;
  source_key: string;
  last_synced_at: string | null;
  last_status: string | null;
  last_error: string | null;
  items: number;
  updated_at: string;
  consecutive_failures: number;
  unmoved_runs: number;
  not_before: string | null;
}

const SELECT = `SELECT installation_id, entity, source_key, last_synced_at, last_status, last_error,
    items, updated_at, consecutive_failures, COALESCE(unmoved_runs, 0) AS unmoved_runs,
    not_before
  FROM sync_cursor LEFT JOIN spm_cursor USING (installation_id, entity, source_key)`;

const PUT = `INSERT INTO sync_cursor (installation_id, entity, source_key, last_synced_at, last_status,
    last_error, items, updated_at, consecutive_failures)
  VALUES (@installationId, @entity, @sourceKey, @lastSyncedAt, @lastStatus, @lastError, @items, @now,
    @consecutiveFailures)
  ON CONFLICT (installation_id, entity, source_key) DO UPDATE SET
    last_synced_at = excluded.last_synced_at, last_status = excluded.last_status,
    last_error = excluded.last_error, items = excluded.items, updated_at = excluded.updated_at,
    consecutive_failures = excluded.consecutive_failures`;

const PUT_OURS = `INSERT INTO spm_cursor (installation_id, entity, source_key, unmoved_runs, not_before)
  VALUES (@installationId, @entity, @sourceKey, @unmovedRuns, @notBefore)
  ON CONFLICT (installation_id, entity, source_key) DO UPDATE SET
    unmoved_runs = excluded.unmoved_runs, not_before = excluded.not_before`;

export function makeCursors(connection: Connection): CursorStore {
  return {
    get: (key) => connection.read(() => readCursor(connection, key)),
    list: (filter = {}) =>
      connection.read(() => {
        const { sql, params } = where({ installation_id: filter.installationId });
        const order = 'ORDER BY installation_id, entity, source_key';
        return connection.all<Row>(`${SELECT} ${sql} ${order}`, params).map(fromRow);
      }),
    getWindow: (key) => connection.read(() => readWindow(connection, key)),
    getReadAgain: (key) => connection.read(() => readReadAgain(connection, key)),
  };
}

/** Call it inside a transaction. A cursor never moves back. */
export function endStep(connection: Connection, key: CursorKey, end: KeptEnd, now: number): void {
  const before = readCursor(connection, key);
  const from = before?.lastSyncedAt ?? null;
  if (end.outcome === 'hold') {
    const failures = (before?.consecutiveFailures ?? 0) + 1;
    const held = { at: from, status: 'error', error: end.error, items: end.items, failures };
    putCursor(connection, key, now, held);
    putOurs(connection, key, before?.unmovedRuns ?? 0, end.notBefore ?? null);
    return;
  }
  const to = end.outcome === 'advance' ? Math.max(from ?? end.cursor, end.cursor) : from;
  const clean = { at: to, status: 'ok', error: null, items: end.items, failures: 0 };
  putCursor(connection, key, now, clean);
  putOurs(connection, key, to === from ? (before?.unmovedRuns ?? 0) + 1 : 0, null);
}

/** Call it inside a transaction. Deletes the open windows of these cursors, too. */
export function replaceCursors(
  connection: Connection,
  { remove, put }: Parameters<FencedAdapter['replaceCursors']>[1],
): void {
  for (const key of [...remove, ...put]) {
    deleteWindow(connection, key);
    for (const table of ['sync_cursor', 'spm_cursor'])
      connection.run(`DELETE FROM ${table} ${BY_KEY}`, keyParams(key));
  }
  for (const cursor of put) {
    const { lastSyncedAt, lastStatus, lastError, items, consecutiveFailures, updatedAt } = cursor;
    putCursor(connection, cursor, updatedAt, {
      ...{ at: lastSyncedAt, status: lastStatus, error: lastError },
      ...{ items, failures: consecutiveFailures },
    });
    putOurs(connection, cursor, cursor.unmovedRuns ?? 0, cursor.notBefore ?? null);
  }
}

function putCursor(
  connection: Connection,
  key: CursorKey,
  now: number,
  to: {
    at: number | null;
    status: string | null;
    error: SafeText | null;
    items: number;
    failures: number;
  },
): void {
  connection.run(PUT, {
    ...keyParams(key),
    lastSyncedAt: toTextOrNull(to.at),
    lastStatus: to.status,
    lastError: to.error,
    items: to.items,
    consecutiveFailures: to.failures,
    now: toText(now),
  });
}

function putOurs(
  connection: Connection,
  key: CursorKey,
  unmovedRuns: number,
  notBefore: number | null,
): void {
  const params = { unmovedRuns, notBefore: toTextOrNull(notBefore) };
  connection.run(PUT_OURS, { ...keyParams(key), ...params });
}

function readCursor(connection: Connection, key: CursorKey): Cursor | null {
  const row = connection.get<Row>(`${SELECT} ${BY_KEY}`, keyParams(key));
  return row ? fromRow(row) : null;
}

function fromRow(row: Row): Cursor {
  return {
    installationId: row.installation_id,
    entity: row.entity,
    sourceKey: row.source_key,
    lastSyncedAt: fromTextOrNull(row.last_synced_at),
    lastStatus: row.last_status === null || row.last_status === 'ok' ? row.last_status : 'error',
    lastError: row.last_error,
    items: row.items,
    updatedAt: fromText(row.updated_at),
    consecutiveFailures: row.consecutive_failures,
    unmovedRuns: row.unmoved_runs,
    notBefore: fromTextOrNull(row.not_before),
  };
}
