/**
 * Leases. An expired lease stays with its owner until someone else takes it. Every write checks the fence, so a late
 * renewal does no harm. A released lease is deleted.
 */
import { SpmError } from '../../../errors.js';
import { isHeld } from '../../lease/fence.js';
import type { Lease, LeaseRow } from '../../ports/records.js';
import type { LeaseStore } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { fromText, toText } from './times.js';

interface Row {
  installation_id: string;
  owner_id: string;
  owner_host: string;
  owner_pid: number;
  fence: number;
  until: string;
  acquired_at: string;
  heartbeat_at: string;
}

const RELEASED = toText(0);

const GET = 'SELECT * FROM spm_lease WHERE installation_id = @installationId';

/** These times have one format, so they can be compared as text. */
const ACQUIRE = `INSERT INTO spm_lease (installation_id, owner_id, owner_host, owner_pid, fence, until,
    acquired_at, heartbeat_at)
  VALUES (@installationId, @ownerId, @host, @pid, 1, @until, @now, @now)
  ON CONFLICT (installation_id) DO UPDATE SET
    owner_id = excluded.owner_id, owner_host = excluded.owner_host, owner_pid = excluded.owner_pid,
    fence = spm_lease.fence + 1, until = excluded.until,
    acquired_at = excluded.acquired_at, heartbeat_at = excluded.heartbeat_at
  WHERE spm_lease.until <= @now
  RETURNING fence`;

/** Shortens the lease of a holder whose clock is ahead. */
const CUT = `UPDATE spm_lease SET until = @until
  WHERE installation_id = @installationId AND until > @until`;

const OWNED = `WHERE installation_id = @installationId AND owner_id = @ownerId AND fence = @fence
  AND until <> '${RELEASED}'`;

export function makeLeases(connection: Connection): LeaseStore {
  return {
    get: (installationId) => connection.read(() => readLease(connection, installationId)),
    list: () =>
      connection.read(() =>
        connection.all<Row>('SELECT * FROM spm_lease ORDER BY installation_id').map(fromRow),
      ),
    acquire: (installationId, owner, ttlMs, now) =>
      connection.write(() => {
        const until = now + ttlMs;
        connection.run(CUT, { installationId, until: toText(until) });
        const row = connection.get<{ fence: number }>(ACQUIRE, {
          installationId,
          ownerId: owner.id,
          host: owner.host,
          pid: owner.pid,
          until: toText(until),
          now: toText(now),
        });
        if (row)
          return { acquired: true, lease: { installationId, owner, fence: row.fence, until } };
        const holder = readLease(connection, installationId);
        if (holder === null) throw new SpmError('SPM_INTERNAL', 'A held lease has no row');
        return { acquired: false, holder };
      }),
    renew: (lease, ttlMs, now) =>
      connection.write(() => {
        const until = now + ttlMs;
        const { changes } = connection.run(
          `UPDATE spm_lease SET until = @until, heartbeat_at = @now ${OWNED}`,
          { ...ownership(lease), until: toText(until), now: toText(now) },
        );
        return changes === 0 ? null : { ...lease, until };
      }),
    release: (lease) =>
      connection.write(() => {
        connection.run(`UPDATE spm_lease SET until = '${RELEASED}' ${OWNED}`, ownership(lease));
      }),
  };
}

/** The owner of a lease that was revoked. It is no process. */
const NOBODY = { id: 'revoked', host: '', pid: 0 };

/** Raises the fence of a lease that was not released. An expired one may have an owner who still writes. */
const REVOKE = `UPDATE spm_lease SET owner_id = '${NOBODY.id}', owner_host = '', owner_pid = 0,
    fence = fence + 1, until = @until, acquired_at = @now, heartbeat_at = @now
  WHERE installation_id = @installationId AND until <> '${RELEASED}'`;

/**
 * Takes the lease from its holder. Nobody gets it for `forMs`, so that requests in flight end first. Call it inside a
 * transaction.
 */
export function revokeLease(
  connection: Connection,
  installationId: string,
  now: number,
  forMs: number,
): void {
  connection.run(REVOKE, { installationId, until: toText(now + forMs), now: toText(now) });
}

/** Call it inside a transaction. Throws SPM_LEASE_LOST when the lease was taken over or released. */
export function assertHeld(connection: Connection, lease: Lease): void {
  const holder = readLease(connection, lease.installationId);
  if (isHeld(holder, lease)) return;
  throw new SpmError(
    'SPM_LEASE_LOST',
    `The lease of installation ${lease.installationId} is no longer held; nothing was written`,
    {
      cause: holder && holder.fence > lease.fence ? takenBy(holder) : 'it was released',
      hint: 'Run the command again; it continues after the last commit.',
      details: { holder },
    },
  );
}

function takenBy(holder: LeaseRow): string {
  const { host, pid, id } = holder.owner;
  if (id === NOBODY.id)
    return `the installation was deactivated or uninstalled at ${toText(holder.acquiredAt)}`;
  return `process ${pid} on ${host} took it at ${toText(holder.acquiredAt)}`;
}

function ownership(lease: Lease) {
  return { installationId: lease.installationId, ownerId: lease.owner.id, fence: lease.fence };
}

function readLease(connection: Connection, installationId: string): LeaseRow | null {
  const row = connection.get<Row>(GET, { installationId });
  return row ? fromRow(row) : null;
}

function fromRow(row: Row): LeaseRow {
  return {
    installationId: row.installation_id,
    owner: { host: row.owner_host, pid: row.owner_pid, id: row.owner_id },
    fence: row.fence,
    until: fromText(row.until),
    acquiredAt: fromText(row.acquired_at),
    heartbeatAt: fromText(row.heartbeat_at),
  };
}
