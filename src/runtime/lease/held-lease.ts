/** A held lease: it is renewed until it is released, and lost when it cannot be renewed. Rule L2. */
import type { Clock } from '../ports/engine.js';
import type { Lease } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { leaseLost } from './refusals.js';

export const LEASE_TTL_MS = 30_000;
export const LEASE_RENEW_MS = 10_000;
/** The limit of each request. The request must end while the lease still holds. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** How often a waiting process looks, and how soon a failed renewal is retried. */
export const RETRY_MS = 1_000;

/** The lease as its holder uses it. */
export interface HeldLease {
  /** The lease with its latest expiry, for fenced writes. */
  current(): Lease;
  /** Aborted, with SPM_LEASE_LOST as the reason, when the lease is lost. */
  readonly signal: AbortSignal;
  /** Whether an operation of `ms` would end while the lease holds. */
  hasTimeFor(ms: number): boolean;
  /** Renews the lease when less than `ms` is left. Throws SPM_LEASE_LOST when the time still does not suffice. */
  ensureTimeFor(ms: number): Promise<void>;
}

export interface Holding extends HeldLease {
  /** Renews at intervals until `end` is called or the lease is lost. */
  keep(): Promise<void>;
  /** Stops the renewal. */
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
  /** Resolves to whether the store answered. When it does not answer, the lease stays valid until it expires. */
  const renew = async () => {
    try {
      const renewed = await store.leases.renew(lease, LEASE_TTL_MS, clock.now());
      if (renewed) lease = renewed;
      else lose('another process took it over');
      return true;
    } catch {
      if (!hasTimeFor(0)) lose('it expired while the store did not answer');
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
