/** The known records of a step. Lists are passed as JSON, so one statement works for any size. */
import type { CursorKey, KnownRecord, RecordChanges } from '../../ports/records.js';
import type { RecordStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { listInDoubt } from './in-doubt.js';
import { BY_KEY, keyParams } from './keys.js';
import { supersedeRecords } from './rejects.js';

interface Row {
  record_key: string;
  hash: string | null;
  acked_at: number | null;
  sent_hash: string | null;
  sent_at: number | null;
  absent: number;
  generation: number;
}

const STREAM = `(SELECT id FROM spm_stream ${BY_KEY})`;
const AMONG = 'record_key IN (SELECT value FROM json_each(@keys))';
const COLUMNS = 'record_key, hash, acked_at, sent_hash, sent_at, absent, generation';

const FIND = `SELECT ${COLUMNS} FROM spm_fingerprint WHERE stream_id = ${STREAM} AND ${AMONG}`;

const COUNT = `SELECT COUNT(*) AS known, COALESCE(SUM(generation < @generation), 0) AS unseen
  FROM spm_fingerprint WHERE stream_id = ${STREAM} AND absent = 0`;

const UNSEEN = `SELECT ${COLUMNS} FROM spm_fingerprint
  WHERE stream_id = ${STREAM} AND generation < @generation AND COALESCE(sent_at, 0) < @sentBefore
    AND absent = @absent
  ORDER BY record_key LIMIT @limit`;

const OPEN_STREAM = `INSERT INTO spm_stream (installation_id, entity, source_key)
  VALUES (@installationId, @entity, @sourceKey) ON CONFLICT DO NOTHING`;

const PUT = `INSERT INTO spm_fingerprint (stream_id, ${COLUMNS})
  SELECT ${STREAM}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
  FROM json_each(@rows) WHERE true
  ON CONFLICT (stream_id, record_key) DO UPDATE SET
    hash = excluded.hash, acked_at = excluded.acked_at, sent_hash = excluded.sent_hash,
    sent_at = excluded.sent_at, absent = excluded.absent, generation = excluded.generation`;

const SEEN = `UPDATE spm_fingerprint SET generation = @generation
  WHERE stream_id = ${STREAM} AND ${AMONG}`;

const FORGET = `DELETE FROM spm_fingerprint WHERE stream_id = ${STREAM} AND ${AMONG}`;

export function makeRecords(connection: Connection): RecordStore {
  return {
    inDoubt: (installationId, now) =>
      connection.read(() => listInDoubt(connection, installationId, now)),
    find: (key, keys) =>
      connection.read(() =>
        byKey(connection.all<Row>(FIND, { ...keyParams(key), keys: JSON.stringify(keys) })),
      ),
    countUnseen: (key, generation) =>
      connection.read(() => {
        const params = keyParams(key);
        const counts = connection.get<{ known: number; unseen: number }>(COUNT, {
          ...params,
          generation,
        });
        const stream = connection.get<{ full: number | null }>(
          `SELECT full_generation AS full FROM spm_stream ${BY_KEY}`,
          params,
        );
        return { known: 0, unseen: 0, ...counts, lastFull: stream?.full ?? null };
      }),
    listUnseen: (key, generation, { absent, ...page }) =>
      connection.read(() => {
        const params = { ...keyParams(key), ...page, generation, absent: Number(absent) };
        return byKey(connection.all<Row>(UNSEEN, params));
      }),
  };
}

/** Adds the missing row of a step and source. Call it inside a transaction. */
export function openStream(connection: Connection, key: CursorKey): void {
  connection.run(OPEN_STREAM, keyParams(key));
}

/** Call it inside a transaction. */
export function putRecords(
  connection: Connection,
  key: CursorKey,
  { put, seen, forget = [], gone = [] }: RecordChanges,
): void {
  const params = keyParams(key);
  if (put && put.size > 0) {
    openStream(connection, key);
    connection.run(PUT, { ...params, rows: JSON.stringify([...put].map(toRow)) });
  }
  if (seen && seen.keys.length > 0) {
    const { keys, generation } = seen;
    connection.run(SEEN, { ...params, keys: JSON.stringify(keys), generation });
  }
  if (forget.length > 0) connection.run(FORGET, { ...params, keys: JSON.stringify(forget) });
  if (gone.length > 0) supersedeRecords(connection, key, gone);
}

/** Call it inside a transaction. */
export function putFullGeneration(
  connection: Connection,
  key: CursorKey,
  generation: number,
): void {
  openStream(connection, key);
  const sql = `UPDATE spm_stream SET full_generation = @generation ${BY_KEY}`;
  connection.run(sql, { ...keyParams(key), generation });
}

function toRow([key, record]: [string, KnownRecord]) {
  const { hash, ackedAt, sentHash, sentAt, absent, generation } = record;
  return [key, hash, ackedAt, sentHash, sentAt, Number(absent), generation];
}

function byKey(rows: readonly Row[]): Map<string, KnownRecord> {
  return new Map(rows.map((row) => [row.record_key, fromRow(row)]));
}

function fromRow(row: Row): KnownRecord {
  return {
    hash: row.hash,
    ackedAt: row.acked_at,
    sentHash: row.sent_hash,
    sentAt: row.sent_at,
    absent: row.absent !== 0,
    generation: row.generation,
  };
}
