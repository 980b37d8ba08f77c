/**
 * Dead letters. `rejected_item` holds the columns of the ecosystem, `spm_reject` ours under the same id. A row without
 * our part was written by the ecosystem and counts as open.
 */
import type { CursorKey, Reject, RejectState } from '../../ports/records.js';
import type { RejectFilter } from '../../ports/store.js';
import type { KeptReject, StoreAdapter } from '../adapter.js';
import type { Connection } from './connection.js';
import { where } from './filter.js';
import { fromJson, toJson } from './json.js';
import { keyParams } from './keys.js';
import { asMs, fromText, toText } from './times.js';

interface Row {
  id: number;
  installation_id: string;
  run_id: number | null;
  entity: string;
  source_key: string | null;
  payload_json: string | null;
  reason: string | null;
  created_at: string;
  dedup: string | null;
  record_key: string | null;
  step_key: string | null;
  messages_json: string | null;
  api_status: number | null;
  attempts: number | null;
  last_seen_at: string | null;
  state: RejectState | null;
  route: string | null;
  redacted: number | null;
  sealed: string | null;
}

const STATE = "COALESCE(spm_reject.state, 'open')";

const FROM = 'FROM rejected_item LEFT JOIN spm_reject ON spm_reject.id = rejected_item.id';

const SELECT = `SELECT rejected_item.*, dedup, record_key, step_key, messages_json, api_status, attempts, last_seen_at, state,
    route, redacted, sealed
  ${FROM}`;

const COUNT_OPEN = `SELECT installation_id AS installationId, entity, COUNT(*) AS count
  ${FROM} WHERE ${STATE} = 'open' GROUP BY installation_id, entity ORDER BY installation_id, entity`;

const OF_STEP = `installation_id = @installationId AND entity = @entity
    AND COALESCE(source_key, '') = @sourceKey`;

const OPEN_OF_STEP = `SELECT dedup AS identity ${FROM} WHERE state = 'open' AND ${OF_STEP}`;

const OPEN_TOTAL = `SELECT COUNT(*) AS count ${FROM}
  WHERE ${STATE} = 'open' AND installation_id = @installationId`;

const SUPERSEDE = `UPDATE spm_reject SET state = 'superseded'
  WHERE state = 'open' AND dedup IN (SELECT value FROM json_each(@identities))`;

const SUPERSEDE_RECORDS = `UPDATE spm_reject SET state = 'superseded'
  WHERE state = 'open' AND COALESCE(step_key, record_key) IN (SELECT value FROM json_each(@keys))
    AND id IN (SELECT id FROM rejected_item WHERE ${OF_STEP})`;

const FIND_OPEN = `SELECT id FROM spm_reject JOIN rejected_item USING (id)
  WHERE dedup = @identity AND state = 'open'`;

const INSERT_ITEM = `INSERT INTO rejected_item (installation_id, run_id, entity, source_key, payload_json,
    reason, created_at)
  VALUES (@installationId, @runId, @entity, @sourceKey, @payload, @reason, @now)`;

/** REPLACE, since someone may have deleted the `rejected_item` and left our part. */
const INSERT_OURS = `INSERT OR REPLACE INTO spm_reject (id, dedup, record_key, step_key, messages_json, api_status,
    attempts, last_seen_at, state, route, redacted, sealed)
  VALUES (@id, @identity, @recordKey, @stepKey, @messages, @apiStatus, 1, @now, 'open', @route, @redacted, @sealed)`;

const UPDATE_ITEM = `UPDATE rejected_item SET run_id = COALESCE(@runId, run_id), payload_json = @payload, reason = @reason
  WHERE id = @id`;

const UPDATE_OURS = `UPDATE spm_reject SET record_key = @recordKey, step_key = @stepKey, messages_json = @messages,
    api_status = @apiStatus, attempts = attempts + 1, last_seen_at = @now, route = @route, redacted = @redacted,
    sealed = @sealed
  WHERE id = @id`;

const OPEN_OF = `FROM rejected_item LEFT JOIN spm_reject ON spm_reject.id = rejected_item.id
  WHERE ${STATE} = 'open' AND installation_id = @installationId
    AND rejected_item.id IN (SELECT value FROM json_each(@ids))`;

/** Adds our part to a letter of the ecosystem. */
const END_FOREIGN = `INSERT INTO spm_reject (id, dedup, record_key, messages_json, api_status, attempts,
    last_seen_at, state)
  SELECT rejected_item.id, 'ended ' || rejected_item.id, NULL,
    json_array(COALESCE(reason, '')), 200, 1, created_at, @state
  ${OPEN_OF} AND spm_reject.id IS NULL`;

const END = `UPDATE spm_reject SET state = @state WHERE id IN (SELECT rejected_item.id ${OPEN_OF})`;

export function makeRejects(connection: Connection): StoreAdapter['rejects'] {
  return {
    list: (filter = {}) => connection.read(() => listRejects(connection, filter)),
    count: (filter = {}) => connection.read(() => countRejects(connection, filter)),
    open: (key) =>
      connection.read(() => ({
        identities: connection
          .all<{ identity: string }>(OPEN_OF_STEP, keyParams(key))
          .map((row) => row.identity),
        total:
          connection.get<{ count: number }>(OPEN_TOTAL, { installationId: key.installationId })
            ?.count ?? 0,
      })),
    countOpen: () => connection.read(() => connection.all(COUNT_OPEN)),
  };
}

function listRejects(connection: Connection, filter: RejectFilter): Reject[] {
  const { sql, params } = chosenBy(filter);
  return connection
    .all<Row>(`${SELECT} ${sql} ORDER BY rejected_item.id DESC LIMIT @limit`, {
      ...params,
      limit: filter.limit ?? -1,
    })
    .map(fromRow);
}

function countRejects(connection: Connection, filter: RejectFilter): number {
  const { sql, params } = chosenBy(filter);
  return connection.get<{ n: number }>(`SELECT COUNT(*) AS n ${FROM} ${sql}`, params)?.n ?? 0;
}

const AMONG = 'rejected_item.id IN (SELECT value FROM json_each(?))';
const SINCE = `${asMs('COALESCE(last_seen_at, created_at)')} >= ?`;

const chosenBy = ({ ids, installationId, entity, state, since }: RejectFilter) =>
  where({
    [AMONG]: ids && JSON.stringify(ids),
    installation_id: installationId,
    entity,
    [STATE]: state,
    [SINCE]: since,
  });

/** Ends open letters of the installation, and returns how many. Call it inside a transaction. */
export function endRejects(
  connection: Connection,
  installationId: string,
  ids: readonly number[],
  state: RejectState,
): number {
  const params = { installationId, ids: JSON.stringify(ids), state };
  const foreign = connection.run(END_FOREIGN, params).changes;
  return foreign + connection.run(END, params).changes;
}

/** Adds a dead letter, or updates the open one with the same identity. Call it inside a transaction. */
export function putReject(
  connection: Connection,
  key: CursorKey,
  runId: number | null,
  reject: KeptReject,
  now: number,
): void {
  const payload = toJson(reject.payload);
  const { identity } = reject;
  const item = { runId, payload, reason: reject.errors.join('; ') };
  const ours = {
    recordKey: reject.key,
    stepKey: reject.stepKey,
    messages: toJson(reject.errors),
    apiStatus: reject.status,
    route: reject.route,
    redacted: reject.redacted ? 1 : 0,
    sealed: reject.sealed,
    now: toText(now),
  };
  const open = connection.get<{ id: number }>(FIND_OPEN, { identity });
  if (open) {
    connection.run(UPDATE_ITEM, { ...item, id: open.id });
    connection.run(UPDATE_OURS, { ...ours, id: open.id });
  } else {
    const inserted = { ...keyParams(key), ...item, now: toText(now) };
    const { id } = connection.run(INSERT_ITEM, inserted);
    connection.run(INSERT_OURS, { ...ours, id, identity });
  }
}

/** Ends open dead letters whose records the API accepted later. Call it inside a transaction. */
export function supersede(connection: Connection, identities: readonly string[]): void {
  connection.run(SUPERSEDE, { identities: JSON.stringify(identities) });
}

/** Ends open dead letters of records with these step keys. Call it inside a transaction. */
export function supersedeRecords(
  connection: Connection,
  key: CursorKey,
  keys: readonly string[],
): void {
  connection.run(SUPERSEDE_RECORDS, { ...keyParams(key), keys: JSON.stringify(keys) });
}

function fromRow(row: Row): Reject {
  const firstSeenAt = fromText(row.created_at);
  return {
    id: row.id,
    installationId: row.installation_id,
    entity: row.entity,
    sourceKey: row.source_key ?? '',
    runId: row.run_id,
    payload: fromJson(row.payload_json),
    key: row.record_key,
    stepKey: row.step_key,
    // A letter of the ecosystem has no identity, so it gets the one under which it is ended.
    identity: row.dedup ?? foreignIdentity(row.id),
    errors:
      row.messages_json === null ? foreignErrors(row) : (fromJson(row.messages_json) as string[]),
    status: row.api_status ?? 200,
    attempts: row.attempts ?? 1,
    firstSeenAt,
    lastSeenAt: row.last_seen_at === null ? firstSeenAt : fromText(row.last_seen_at),
    state: row.state ?? 'open',
    route: row.route,
    redacted: row.redacted === 1,
    sealed: row.sealed,
  };
}

function foreignIdentity(id: number): string {
  return `ended ${id}`;
}

function foreignErrors(row: Row): string[] {
  return row.reason === null ? [] : [row.reason];
}
