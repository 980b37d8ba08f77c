/** One holder an installation, across processes: rules L1 to L3. */

import type { Logger } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import type { Clock } from '../ports/engine.js';
import type { Lease, LeaseOwner, LeaseRow } from '../ports/records.js';
import type { Store } from '../ports/store.js';

export const LEASE_TTL_MS = 30_000;
export const LEASE_RENEW_MS = 10_000;
/** No request may take longer: it must end while the lease that covers it still holds. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** How often a waiter looks, and how soon a renewal that failed is tried again. */
const RETRY_MS = 1_000;

export interface LeaseOptions {
  /** How long to wait for a lease that another process holds. Default 0. */
  waitMs?: number;
  /**
   * Whether the holder's process is known to have died without releasing. Its lease then only has to run out, so
   * that is waited for whatever `waitMs` says; it is never taken before.
   */
  holderIsGone?: ((owner: LeaseOwner) => boolean) | undefined;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
  logger?: Logger;
}

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

/**
 * Runs `fn` under the installation's lease, which is renewed meanwhile and released afterwards, whatever
 * `fn` does. Throws SPM_LEASE_HELD, with `details.holder`, when another process has it, and SPM_CANCELLED when
 * `signal` ends the waiting for it.
 */
export async function withLease<T>(
  store: Store,
  installationId: string,
  owner: LeaseOwner,
  clock: Clock,
  options: LeaseOptions,
  fn: (lease: HeldLease) => Promise<T>,
): Promise<T> {
  const holding = new Holding(
    store,
    clock,
    await acquire(store, installationId, owner, clock, options),
  );
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
 * As `withLease` for several installations: all of them are held while `fn` runs. Whoever wants some of the same takes
 * them in the same order, so that no two wait for each other.
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
  { waitMs = 0, holderIsGone, signal, logger }: LeaseOptions,
): Promise<Lease> {
  const patience = clock.now() + waitMs;
  for (let waited = false; ; waited = true) {
    const now = clock.now();
    const answer = await store.leases.acquire(installationId, owner, LEASE_TTL_MS, now);
    if (answer.acquired) return answer.lease;
    const { holder } = answer;
    const gone = holderIsGone?.(holder.owner) ?? false;
    const deadline = gone ? Math.max(patience, holder.until) : patience;
    if (now >= deadline) throw leaseHeld(holder, now);
    if (signal?.aborted) throw cancelled(holder);
    if (gone && !waited) logger?.warn(...waitingFor(holder));
    await clock.sleep(Math.min(RETRY_MS, deadline - now), signal);
  }
}

function waitingFor({ owner, until }: LeaseRow): [string, Record<string, unknown>] {
  const text = `Process ${owner.pid} died while it worked on the installation; waiting for its lease to run out`;
  return [text, { until: iso(until) }];
}

/** The work is done; a lease that cannot be released merely runs out. */
async function release(store: Store, lease: Lease, logger: Logger | undefined): Promise<void> {
  try {
    await store.leases.release(lease);
  } catch (error) {
    logger?.warn('The lease could not be released and will run out', { error: String(error) });
  }
}

class Holding implements HeldLease {
  private readonly loss = new AbortController();
  readonly signal = this.loss.signal;
  /** Nothing is renewed any more. */
  private readonly ended = new AbortController();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private lease: Lease,
  ) {}

  current(): Lease {
    return this.lease;
  }

  hasTimeFor(ms: number): boolean {
    return !this.signal.aborted && this.lease.until - this.clock.now() >= ms;
  }

  async ensureTimeFor(ms: number): Promise<void> {
    if (!this.hasTimeFor(ms)) await this.renew();
    this.signal.throwIfAborted();
    if (!this.hasTimeFor(ms)) throw leaseLost(this.lease, 'it could not be renewed in time');
  }

  /** Renews at intervals until its end, or until the lease is lost. */
  async keep(): Promise<void> {
    const { signal } = this.ended;
    let wait = LEASE_RENEW_MS;
    while (!signal.aborted) {
      await this.clock.sleep(wait, signal);
      if (!signal.aborted) wait = (await this.renew()) ? LEASE_RENEW_MS : RETRY_MS;
    }
  }

  end(): void {
    this.ended.abort('ended');
  }

  /** Whether the store answered. A store that does not leaves the lease as it is, until it runs out. */
  private async renew(): Promise<boolean> {
    try {
      const renewed = await this.store.leases.renew(this.lease, LEASE_TTL_MS, this.clock.now());
      if (renewed) this.lease = renewed;
      else this.lose('another process took it over');
      return true;
    } catch {
      if (!this.hasTimeFor(0)) this.lose('it ran out while the store did not answer');
      return false;
    }
  }

  private lose(why: string): void {
    this.loss.abort(leaseLost(this.lease, why));
    this.end();
  }
}

function leaseHeld(holder: LeaseRow, now: number): SpmError {
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

function cancelled({ installationId, owner }: LeaseRow): SpmError {
  const message = `Interrupted while waiting for installation ${installationId}`;
  return new SpmError('SPM_CANCELLED', message, {
    cause: `process ${owner.pid} on ${owner.host} still works on it`,
    hint: 'Nothing was done. Run it again.',
  });
}

function leaseLost(lease: Lease, why: string): SpmError {
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

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
