/** Deletes old rows. Days can be compared in both time formats, since both start with the date. */
import type { Purged } from '../../ports/records.js';
import type { UpkeepStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { fromText, toText } from './times.js';

const NEWEST_RUNS = `SELECT MAX(id) FROM sync_run GROUP BY installation_id
  UNION SELECT MAX(id) FROM sync_run WHERE status <> 'running' GROUP BY installation_id`;

const OLD_RUNS = `DELETE FROM sync_run WHERE id IN (
    SELECT id FROM sync_run WHERE status <> 'running' AND substr(started_at, 1, 10) < @day
      AND id NOT IN (${NEWEST_RUNS}) LIMIT @limit)`;

const OLD_WEBHOOKS = `DELETE FROM webhook_log WHERE id IN (
    SELECT id FROM webhook_log WHERE substr(created_at, 1, 10) < @day
      AND id NOT IN (SELECT id FROM spm_webhook WHERE done_at IS NULL) LIMIT @limit)`;

/** Keys that detect a repeated webhook; no webhook is repeated after this time. */
const OLD_MARKS = `DELETE FROM webhook_seen WHERE rowid IN (
    SELECT rowid FROM webhook_seen WHERE substr(created_at, 1, 10) < @day LIMIT @limit)`;

/** Deletes our part of a letter, too. */
const OLD_REJECTS = `DELETE FROM rejected_item WHERE id IN (
    SELECT id FROM spm_reject WHERE state <> 'open' AND substr(last_seen_at, 1, 10) < @day
    LIMIT @limit)`;

const LAST_DONE = 'SELECT done_at FROM spm_upkeep WHERE name = @name';

const CLAIM = `INSERT INTO spm_upkeep (name, done_at) VALUES (@name, @now)
  ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at WHERE done_at < @since`;

export function makeUpkeep(connection: Connection): UpkeepStore {
  const drop = (sql: string, before: number | null, limit: number) =>
    before === null ? 0 : connection.run(sql, { day: toText(before).slice(0, 10), limit }).changes;
  return {
    purge: ({ before, rejectsBefore }, limit) =>
      connection.write((): Purged => {
        drop(OLD_MARKS, before, limit);
        return {
          runs: drop(OLD_RUNS, before, limit),
          webhooks: drop(OLD_WEBHOOKS, before, limit),
          rejects: drop(OLD_REJECTS, rejectsBefore, limit),
        };
      }),
    lastDone: (name) =>
      connection.read(() => {
        const row = connection.get<{ done_at: string }>(LAST_DONE, { name });
        return row ? fromText(row.done_at) : null;
      }),
    claim: (name, since, now) =>
      connection.write(() => {
        const params = { name, since: toText(since), now: toText(now) };
        return connection.run(CLAIM, params).changes > 0;
      }),
  };
}
