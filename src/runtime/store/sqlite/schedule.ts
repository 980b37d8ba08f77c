/** The schedule: each method is one transaction, so that loops of several processes share the installations. */
import type { DueReason, ScheduledInstallation, ScheduleStore } from '../../ports/schedule.js';
import type { Connection } from './connection.js';

interface Row {
  installation_id: string;
  due_at: number;
  reason: DueReason;
  failures: number;
  paused: number;
  interval_ms: number | null;
  claimed_by: string | null;
  claimed_until: number;
}

const AMONG = 'installation_id IN (SELECT value FROM json_each(@among)) AND paused = 0';

const ADD = `INSERT INTO spm_schedule (installation_id, due_at, reason)
  VALUES (@installationId, @dueAt, @reason) ON CONFLICT (installation_id) DO NOTHING`;

/** Changes no row, and so writes nothing, unless the interval became shorter. */
const SHORTEN = `UPDATE spm_schedule
  SET due_at = @now + CAST(ROUND(COALESCE(interval_ms, @intervalMs) * (1 + @jitter)) AS INTEGER)
  WHERE installation_id IN (SELECT value FROM json_each(@among)) AND reason = 'interval'
    AND due_at > @now + CAST(ROUND(COALESCE(interval_ms, @intervalMs) * (1 + @jitter)) AS INTEGER)`;

const CLAIM = `UPDATE spm_schedule SET claimed_by = @ownerId, claimed_until = @now + @ttlMs
  WHERE installation_id IN (
    SELECT installation_id FROM spm_schedule
    WHERE ${AMONG} AND due_at <= @now
      AND (claimed_by IS NULL OR claimed_until <= @now OR claimed_until > @now + 2 * @ttlMs)
    ORDER BY due_at, installation_id LIMIT @limit)
  RETURNING *`;

const RENEW = `UPDATE spm_schedule SET claimed_until = @now + @ttlMs
  WHERE claimed_by = @ownerId AND installation_id IN (SELECT value FROM json_each(@ids))
  RETURNING installation_id`;

const FREE = 'claimed_by = NULL, claimed_until = 0';

const SETTLE = `UPDATE spm_schedule
  SET due_at = @dueAt, reason = @reason, failures = @failures, ${FREE}
  WHERE installation_id = @installationId AND claimed_by = @ownerId`;

const NEXT = `SELECT MIN(due_at) AS at FROM spm_schedule
  WHERE ${AMONG} AND (claimed_by IS NULL OR claimed_until <= @now)`;

const PAUSE = `UPDATE spm_schedule SET paused = @paused
  WHERE installation_id = @installationId AND paused <> @paused`;

const SET_INTERVAL = `UPDATE spm_schedule SET interval_ms = @intervalMs,
    due_at = CASE WHEN reason = 'interval' AND @intervalMs IS NOT NULL
      THEN MIN(due_at, @now + @intervalMs) ELSE due_at END
  WHERE installation_id = @installationId`;

const MAKE_DUE = `UPDATE spm_schedule SET due_at = @now, reason = @reason, failures = 0, ${FREE}
  WHERE installation_id = @installationId`;

export function makeSchedule(connection: Connection): ScheduleStore {
  const add = (installationId: string, dueAt: number, reason: DueReason = 'new') =>
    connection.run(ADD, { installationId, dueAt, reason });
  return {
    enroll: (entries, { intervalMs, jitter }, now) =>
      connection.write(() => {
        for (const { installationId, dueAt } of entries) add(installationId, dueAt);
        const among = JSON.stringify(entries.map(({ installationId }) => installationId));
        connection.run(SHORTEN, { among, intervalMs, jitter, now });
      }),
    claimDue: ({ among, limit, ownerId, ttlMs, now }) =>
      connection.write(() =>
        connection
          .all<Row>(CLAIM, {
            ...{ among: JSON.stringify(among), ownerId, ttlMs, now },
            // SQLite takes a negative limit for none.
            limit: Math.max(limit, 0),
          })
          .map(fromRow)
          .sort(byDueAt),
      ),
    renewClaims: ({ installationIds, ownerId, ttlMs, now }) =>
      connection.write(() =>
        connection
          .all<Row>(RENEW, { ids: JSON.stringify(installationIds), ownerId, ttlMs, now })
          .map(({ installation_id }) => installation_id)
          .sort(),
      ),
    settle: (installationId, ownerId, { dueAt, reason, failures }) =>
      connection.write(() => {
        const next = { dueAt, reason, failures };
        return connection.run(SETTLE, { installationId, ownerId, ...next }).changes > 0;
      }),
    release: (ownerId) =>
      connection.write(() => {
        connection.run(`UPDATE spm_schedule SET ${FREE} WHERE claimed_by = @ownerId`, { ownerId });
      }),
    nextDue: (among, now) =>
      connection.read(
        () =>
          connection.get<{ at: number | null }>(NEXT, { among: JSON.stringify(among), now })?.at ??
          null,
      ),
    list: () =>
      connection.read(() =>
        connection.all<Row>('SELECT * FROM spm_schedule ORDER BY installation_id').map(fromRow),
      ),
    setPaused: (installationId, paused, now) =>
      connection.write(() => {
        add(installationId, now);
        return connection.run(PAUSE, { installationId, paused: Number(paused) }).changes > 0;
      }),
    setInterval: (installationId, intervalMs, now) =>
      connection.write(() => {
        add(installationId, now);
        connection.run(SET_INTERVAL, { installationId, intervalMs, now });
      }),
    makeDue: (installationId, reason, now) =>
      connection.write(() => {
        add(installationId, now, reason);
        connection.run(MAKE_DUE, { installationId, reason, now });
      }),
  };
}

function byDueAt(a: ScheduledInstallation, b: ScheduledInstallation): number {
  return a.dueAt - b.dueAt || (a.installationId < b.installationId ? -1 : 1);
}

function fromRow(row: Row): ScheduledInstallation {
  return {
    installationId: row.installation_id,
    dueAt: row.due_at,
    reason: row.reason,
    failures: row.failures,
    paused: row.paused !== 0,
    intervalMs: row.interval_ms,
    claim: row.claimed_by === null ? null : { ownerId: row.claimed_by, until: row.claimed_until },
  };
}
