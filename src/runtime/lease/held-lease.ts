/** A lease that is held: it is renewed until its end, and lost when it cannot be. Rule L2. */
import type { Clock } from '../ports/engine.js';
import type { Lease } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { leaseLost } from './refusals.js';

export const LEASE_TTL_MS = 30_000;
export const LEASE_RENEW_MS = 10_000;
/** No request may take longer: it must end while the lease that covers it still holds. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** How often a waiter looks, and how soon a renewal that failed is tried again. */
export const RETRY_MS = 1_000;

/** What the holder works with. */
export interface HeldLease {
  /** The lease with its latest expiry, for fenced writes. */
  current(): Lease;
  /** Aborted, with SPM_LEASE_LOST as the reason, when the lease is lost. */
  readonly signal: AbortSignal;
  /** Whether something that takes `ms` would end while the lease holds. */
  hasTimeFor(ms: number): boolean;
  /** Renews if the time left is shorter than `ms`; throws SPM_LEASE_LOST when that does not help. */
  ensureTimeFor(ms: number): Promise<void>;
}

export interface Holding extends HeldLease {
  /** Renews at intervals until its end, or until the lease is lost. */
  keep(): Promise<void>;
  /** Nothing is renewed any more. */
  end(): void;
}

export function holdLease(store: Store, clock: Clock, taken: Lease): Holding {
  const loss = new AbortController();
  const ended = new AbortController();
  const { signal } = loss;
  let lease = taken;
  const hasTimeFor = (ms: number) => !signal.aborted && lease.until - clock.now() >= ms;
  const lose = (why: string) => {
    loss.abort(leaseLost(lease, why));
    ended.abort('ended');
  };
  /** Whether the store answered. A store that does not leaves the lease as it is, until it runs out. */
  const renew = async () => {
    try {
      const renewed = await store.leases.renew(lease, LEASE_TTL_MS, clock.now());
      if (renewed) lease = renewed;
      else lose('another process took it over');
      return true;
    } catch {
      if (!hasTimeFor(0)) lose('it ran out while the store did not answer');
      return false;
    }
  };
  return {
    signal,
    hasTimeFor,
    current: () => lease,
    async ensureTimeFor(ms) {
      if (!hasTimeFor(ms)) await renew();
      signal.throwIfAborted();
      if (!hasTimeFor(ms)) throw leaseLost(lease, 'it could not be renewed in time');
    },
    async keep() {
      let wait = LEASE_RENEW_MS;
      while (!ended.signal.aborted) {
        await clock.sleep(wait, ended.signal);
        if (!ended.signal.aborted) wait = (await renew()) ? LEASE_RENEW_MS : RETRY_MS;
      }
    },
    end: () => ended.abort('ended'),
  };
}
