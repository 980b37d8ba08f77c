/** Why a lease is not to be had, or is gone. */
import { SpmError } from '../../errors.js';
import { iso } from '../iso.js';
import type { Lease, LeaseRow } from '../ports/records.js';

export function leaseHeld(holder: LeaseRow, now: number): SpmError {
  const { host, pid } = holder.owner;
  const seconds = Math.max(0, Math.round((now - holder.acquiredAt) / 1000));
  return new SpmError(
    'SPM_LEASE_HELD',
    `Installation ${holder.installationId} is being worked on by process ${pid} on ${host}`,
    {
      cause: `since ${iso(holder.acquiredAt)} (${seconds} s); its lease runs out at ${iso(holder.until)} unless it is renewed`,
      hint: 'Wait for it to finish, or use `--wait 5m` to be next in line.',
      details: {
        holder: {
          host,
          pid,
          id: holder.owner.id,
          since: iso(holder.acquiredAt),
          heartbeat_at: iso(holder.heartbeatAt),
          until: iso(holder.until),
        },
      },
    },
  );
}

export function cancelled({ installationId, owner }: LeaseRow): SpmError {
  const message = `Interrupted while waiting for installation ${installationId}`;
  return new SpmError('SPM_CANCELLED', message, {
    cause: `process ${owner.pid} on ${owner.host} still works on it`,
    hint: 'Nothing was done. Run it again.',
  });
}

export function leaseLost(lease: Lease, why: string): SpmError {
  return new SpmError(
    'SPM_LEASE_LOST',
    `The lease of installation ${lease.installationId} was lost`,
    {
      cause: why,
      hint: 'Nothing was written after that. The process that took over does the work; or sync again.',
      details: { installationId: lease.installationId, fence: lease.fence },
    },
  );
}
