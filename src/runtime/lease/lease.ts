/** One holder per installation, across processes. Rules L1 to L3. */

import type { Logger } from '../../connector/types.js';
import type { Clock } from '../ports/engine.js';
import type { Lease, LeaseOwner } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { WaitReason, Waits } from '../waits.js';
import { type HeldLease, holdLease, LEASE_TTL_MS, RETRY_MS } from './held-lease.js';
import { cancelled, leaseHeld } from './refusals.js';

export interface LeaseOptions {
  /**
   * How long to wait for a lease that another process holds. Default: wait only for a dead holder's lease to expire.
   */
  waitMs?: number | undefined;
  /**
   * Whether the holder's process died without releasing its lease. Such a lease is never taken before it expires;
   * without `waitMs`, the caller waits for that.
   */
  holderIsGone?: ((owner: LeaseOwner) => boolean) | undefined;
  /** Aborting it ends the wait. */
  signal?: AbortSignal | undefined;
  logger?: Logger;
  /** Receives the waits, to report them. */
  waits?: Waits | undefined;
}

/**
 * Runs `fn` under the installation's lease, renews the lease meanwhile, and always releases it at the end. Throws
 * SPM_LEASE_HELD, with `details.holder`, when another process holds it, and SPM_CANCELLED when `signal` ends the wait.
 */
export async function withLease<T>(
  store: Store,
  installationId: string,
  owner: LeaseOwner,
  clock: Clock,
  options: LeaseOptions,
  fn: (lease: HeldLease) => Promise<T>,
): Promise<T> {
  const lease = await acquire(store, installationId, owner, clock, options);
  const holding = holdLease(store, clock, lease);
  const renewing = holding.keep();
  try {
    return await fn(holding);
  } finally {
    holding.end();
    await renewing;
    await release(store, holding.current(), options.logger);
  }
}

/**
 * Like `withLease` for several installations: `fn` runs while all leases are held. All callers take leases in the same
 * order, so no two of them wait for each other.
 */
export async function withLeases<T>(
  store: Store,
  installationIds: Iterable<string>,
  owner: LeaseOwner,
  clock: Clock,
  options: LeaseOptions,
  fn: (leases: HeldLease[]) => Promise<T>,
): Promise<T> {
  const ids = [...new Set(installationIds)].sort();
  const take = (held: HeldLease[]): Promise<T> => {
    const id = ids[held.length];
    if (id === undefined) return fn(held);
    return withLease(store, id, owner, clock, options, (lease) => take([...held, lease]));
  };
  return take([]);
}

async function acquire(
  store: Store,
  installationId: string,
  owner: LeaseOwner,
  clock: Clock,
  { waitMs, holderIsGone, signal, waits }: LeaseOptions,
): Promise<Lease> {
  const patience = clock.now() + (waitMs ?? 0);
  let told: WaitReason | null = null;
  let ended: (() => void) | null = null;
  try {
    for (;;) {
      const now = clock.now();
      const answer = await store.leases.acquire(installationId, owner, LEASE_TTL_MS, now);
      if (answer.acquired) return answer.lease;
      const { holder } = answer;
      const gone = holderIsGone?.(holder.owner) ?? false;
      const deadline = gone && waitMs === undefined ? holder.until : patience;
      if (now >= deadline) throw leaseHeld(holder, gone, now);
      if (signal?.aborted) throw cancelled(holder, gone);
      const reason = gone ? 'dead_holder' : 'lease';
      if (waits && told !== reason) {
        ended?.();
        ended = waits.begin({ reason, until: deadline, installationId, pid: holder.owner.pid });
        told = reason;
      }
      await clock.sleep(Math.min(RETRY_MS, deadline - now), signal);
    }
  } finally {
    ended?.();
  }
}

/** A failure only delays others until the lease expires, so it is logged and not thrown. */
async function release(store: Store, lease: Lease, logger: Logger | undefined): Promise<void> {
  try {
    await store.leases.release(lease);
  } catch (error) {
    logger?.warn('The lease could not be released and will expire', { error: String(error) });
  }
}
