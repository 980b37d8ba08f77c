/** The errors for a lease that cannot be taken, or was lost. */
import { SpmError } from '../../errors.js';
import { iso } from '../iso.js';
import type { Lease, LeaseRow } from '../ports/records.js';

/** `gone`: the holder's process died, so the lease only has to expire. */
export function leaseHeld(holder: LeaseRow, gone: boolean, now: number): SpmError {
  const { host, pid } = holder.owner;
  const seconds = Math.max(0, Math.round((now - holder.acquiredAt) / 1000));
  const until = iso(holder.until);
  return new SpmError(
    'SPM_LEASE_HELD',
    gone
      ? `Installation ${holder.installationId} is still leased to process ${pid}, which has died`
      : `Installation ${holder.installationId} is being worked on by process ${pid} on ${host}`,
    {
      cause: gone
        ? `its lease expires at ${until}`
        : `since ${iso(holder.acquiredAt)} (${seconds} s); its lease expires at ${until} unless it is renewed`,
      hint: gone
        ? 'Run it again after that time, or wait longer, such as with `--wait 1m`.'
        : 'Wait for it to finish, or use `--wait 5m` to be next in line.',
      details: {
        holder: {
          host,
          pid,
          id: holder.owner.id,
          since: iso(holder.acquiredAt),
          heartbeat_at: iso(holder.heartbeatAt),
          until,
        },
      },
    },
  );
}

export function cancelled({ installationId, owner, until }: LeaseRow, gone: boolean): SpmError {
  const message = `Interrupted while waiting for installation ${installationId}`;
  return new SpmError('SPM_CANCELLED', message, {
    cause: gone
      ? `process ${owner.pid} died, and its lease expires at ${iso(until)}`
      : `process ${owner.pid} on ${owner.host} still works on it`,
    hint: 'Nothing was done. Run it again.',
  });
}

export function leaseLost(lease: Lease, why: string): SpmError {
  return new SpmError(
    'SPM_LEASE_LOST',
    `The lease of installation ${lease.installationId} was lost`,
    {
      cause: why,
      hint: 'Nothing was written after that. The other process continues the work; if it ended, sync again.',
      details: { installationId: lease.installationId, fence: lease.fence },
    },
  );
}
