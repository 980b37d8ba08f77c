/** A new store for each test of the contract, with a lease for its writes. */
import { afterEach, beforeEach } from 'vitest';
import type { StepCommit } from '../../../src/runtime/ports/commit.ts';
import type {
  CursorKey,
  Lease,
  LeaseOwner,
  NewReject,
} from '../../../src/runtime/ports/records.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';

export const T0 = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
export const MINUTE = 60_000;
export const KEY: CursorKey = { installationId: 'i1', entity: 'orders', sourceKey: '' };
const TTL = 30_000;
const ME: LeaseOwner = { host: 'here', pid: 1, id: 'me' };
const OTHER: LeaseOwner = { host: 'there', pid: 2, id: 'other' };

export interface Leased {
  store: Store;
  /** A lease of the installation of `KEY`. */
  mine: Lease;
  lease(owner?: LeaseOwner, now?: number, installationId?: string): Promise<Lease>;
  commit(more: Partial<StepCommit>, held?: Lease): Promise<void>;
}

/** Call it in a `describe`; the returned object is filled before each test. */
export function leasedStore(makeStore: () => Promise<Store>): Leased {
  const leased = {
    lease: async (owner = ME, now = T0, installationId = 'i1') => {
      const result = await leased.store.leases.acquire(installationId, owner, TTL, now);
      if (!result.acquired) throw new Error('The lease is held.');
      return result.lease;
    },
    commit: (more, held = leased.mine) =>
      leased.store.fenced.commitStep(held, { key: KEY, runId: 1, now: T0 + MINUTE, ...more }),
  } as Leased;
  beforeEach(async () => {
    leased.store = await makeStore();
    leased.mine = await leased.lease();
  });
  afterEach(() => leased.store.close());
  return leased;
}

/** Leases that are no longer held, by the reason. */
export const STALE: Record<string, (leased: Leased) => Promise<Lease>> = {
  'was taken over': async ({ lease, mine }) => {
    await lease(OTHER, T0 + TTL);
    return mine;
  },
  'was released': async ({ store, mine }) => {
    await store.leases.release(mine);
    return mine;
  },
  'has an owner of another process': async ({ mine }) => ({
    ...mine,
    owner: { ...ME, id: 'older me' },
  }),
};

export const reject = (key: string | null, more: Partial<NewReject> = {}): NewReject => ({
  identity: key ?? 'none',
  payload: { id: key },
  key,
  errors: ['no'],
  status: 200,
  route: null,
  ...more,
});
