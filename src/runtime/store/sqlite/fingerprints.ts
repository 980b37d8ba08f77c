/** What is known of the records of a step, one by one. Lists go in and out as JSON: one statement, whatever their size. */

import type { StepCommit } from '../../ports/commit.js';
import type { CursorKey, Fingerprint } from '../../ports/records.js';
import type { FingerprintStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { BY_KEY, keyParams } from './keys.js';

interface Row {
  record_key: string;
  hash: string | null;
  acked_at: number | null;
  sent_hash: string | null;
  sent_at: number | null;
  absent: number;
}

type Changes = NonNullable<StepCommit['fingerprints']>;

const STREAM = `(SELECT id FROM spm_stream ${BY_KEY})`;
const AMONG = 'record_key IN (SELECT value FROM json_each(@keys))';

const FIND = `SELECT record_key, hash, acked_at, sent_hash, sent_at, absent FROM spm_fingerprint
  WHERE stream_id = ${STREAM} AND ${AMONG}`;

const COUNT = `SELECT COUNT(*) AS known, COALESCE(SUM(generation < @generation), 0) AS unseen
  FROM spm_fingerprint WHERE stream_id = ${STREAM} AND absent = 0`;

const UNSEEN = `SELECT record_key AS key FROM spm_fingerprint
  WHERE stream_id = ${STREAM} AND generation < @generation AND COALESCE(sent_at, 0) < @sentBefore
    AND absent = @absent
  ORDER BY record_key LIMIT @limit`;

/** What another version is sent over is known no more, until one is acknowledged: no later note must hide that. */
const SENT = `INSERT INTO spm_fingerprint (stream_id, record_key, sent_hash, sent_at)
  SELECT ${STREAM}, value ->> 0, value ->> 1, @now FROM json_each(@rows) WHERE true
  ON CONFLICT (stream_id, record_key) DO UPDATE SET
    hash = CASE WHEN hash = excluded.sent_hash THEN hash END,
    sent_hash = excluded.sent_hash, sent_at = excluded.sent_at, absent = 0`;

/**
 * A doubtful version may still arrive after it was acknowledged: what is known of its sending stays. The list is
 * materialized for the planner, which else reads every record of the stream and the list anew for each.
 */
const SETTLED = `WITH change AS MATERIALIZED (
    SELECT value ->> 0 AS record_key, value ->> 1 AS hash, value ->> 2 AS doubtful, value ->> 3 AS absent
    FROM json_each(@rows))
  UPDATE spm_fingerprint SET hash = change.hash,
    acked_at = CASE WHEN change.hash IS NULL THEN acked_at ELSE @now END,
    sent_hash = CASE WHEN change.doubtful THEN sent_hash END,
    sent_at = CASE WHEN change.doubtful THEN sent_at END,
    generation = MAX(generation, @generation), deleted_at = NULL, absent = change.absent
  FROM change
  WHERE stream_id = ${STREAM} AND spm_fingerprint.record_key = change.record_key`;

const SEEN = `UPDATE spm_fingerprint SET generation = @generation, deleted_at = NULL
  WHERE stream_id = ${STREAM} AND ${AMONG}`;

/** A deletion may arrive late as a version may: it counts for one that is no record's. */
const DOOMED = `UPDATE spm_fingerprint SET hash = NULL, deleted_at = @now, sent_hash = 'deleted', sent_at = @now
  WHERE stream_id = ${STREAM} AND ${AMONG}`;

const GONE = `UPDATE spm_fingerprint SET hash = NULL, absent = 1, deleted_at = NULL, sent_hash = 'deleted', sent_at = @now
  WHERE stream_id = ${STREAM} AND ${AMONG}`;

const FORGET = `DELETE FROM spm_fingerprint WHERE stream_id = ${STREAM} AND ${AMONG}`;

export function makeFingerprints(connection: Connection): FingerprintStore {
  return {
    find: (key, keys) =>
      connection.read(() => {
        const rows = connection.all<Row>(FIND, { ...keyParams(key), keys: JSON.stringify(keys) });
        return new Map(rows.map((row) => [row.record_key, fromRow(row)]));
      }),
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
    listUnseen: (key, generation, { sentBefore, limit, absent }) =>
      connection.read(() =>
        connection
          .all<{ key: string }>(UNSEEN, {
            ...keyParams(key),
            ...{ generation, sentBefore, limit, absent: absent ? 1 : 0 },
          })
          .map((row) => row.key),
      ),
  };
}

/** For use inside a transaction, as all below. */
export function putSent(
  connection: Connection,
  key: CursorKey,
  sent: readonly { key: string; hash: string }[],
  now: number,
): void {
  connection.run(
    `INSERT INTO spm_stream (installation_id, entity, source_key)
      VALUES (@installationId, @entity, @sourceKey) ON CONFLICT DO NOTHING`,
    keyParams(key),
  );
  const rows = JSON.stringify(sent.map((one) => [one.key, one.hash]));
  connection.run(SENT, { ...keyParams(key), rows, now });
}

export function putFingerprints(
  connection: Connection,
  key: CursorKey,
  { settled, seen, generation }: Changes,
  now: number,
): void {
  const params = keyParams(key);
  if (settled.length > 0) {
    const rows = JSON.stringify(
      settled.map(({ key: name, hash, doubtful, absent }) => [
        name,
        hash,
        Number(doubtful),
        Number(absent),
      ]),
    );
    connection.run(SETTLED, { ...params, rows, now, generation: generation ?? 0 });
  }
  if (seen.length > 0 && generation !== null) {
    connection.run(SEEN, { ...params, keys: JSON.stringify(seen), generation });
  }
}

export function putFullGeneration(
  connection: Connection,
  key: CursorKey,
  generation: number,
): void {
  const sql = `UPDATE spm_stream SET full_generation = @generation ${BY_KEY}`;
  connection.run(sql, { ...keyParams(key), generation });
}

export function putDoomed(
  connection: Connection,
  key: CursorKey,
  keys: readonly string[],
  now: number,
): void {
  connection.run(DOOMED, { ...keyParams(key), keys: JSON.stringify(keys), now });
}

export function putGone(
  connection: Connection,
  key: CursorKey,
  keys: readonly string[],
  now: number,
): void {
  connection.run(GONE, { ...keyParams(key), keys: JSON.stringify(keys), now });
}

export function dropFingerprints(
  connection: Connection,
  key: CursorKey,
  keys: readonly string[],
): void {
  connection.run(FORGET, { ...keyParams(key), keys: JSON.stringify(keys) });
}

function fromRow(row: Row): Fingerprint {
  return {
    hash: row.hash,
    ackedAt: row.acked_at,
    sentHash: row.sent_hash,
    sentAt: row.sent_at,
    absent: row.absent !== 0,
  };
}
