/** A store for dry runs: reads go through, writes are dropped, and rejects are reported. */
import type { CursorKey, NewReject } from '../../ports/records.js';
import type { FencedStore, LeaseStore, Store } from '../../ports/store.js';

export function readOnlyStore(
  store: Store,
  now: () => number,
  rejected: (key: CursorKey, rejects: readonly NewReject[]) => void,
): Store {
  return {
    ...store,
    leases: imaginedLeases(store),
    fenced: droppedWrites(now, rejected),
    records: {
      ...store.records,
      // Reads are not recorded, so vanished records cannot be found.
      countUnseen: async () => ({ known: 0, unseen: 0, lastFull: null }),
      listUnseen: async () => new Map(),
    },
  };
}

/** Nothing is written, so other processes need not wait. */
function imaginedLeases({ leases }: Store): LeaseStore {
  return {
    get: (id) => leases.get(id),
    list: () => leases.list(),
    acquire: async (installationId, owner, ttlMs, now) => ({
      acquired: true,
      lease: { installationId, owner, fence: 0, until: now + ttlMs },
    }),
    renew: async (lease, ttlMs, now) => ({ ...lease, until: now + ttlMs }),
    release: async () => {},
  };
}

function droppedWrites(
  now: () => number,
  rejected: (key: CursorKey, rejects: readonly NewReject[]) => void,
): FencedStore {
  const nothing = async () => {};
  return {
    openRun: async ({ installationId }) => ({
      run: {
        id: 0,
        installationId,
        status: 'running',
        summary: null,
        startedAt: now(),
        finishedAt: null,
      },
      abandoned: [],
    }),
    commitStep: async (_lease, { key, rejects = [] }) => rejected(key, rejects),
    endRejects: async () => 0,
    closeRun: nothing,
    openWindow: nothing,
    putRecords: nothing,
    putInDoubt: nothing,
    putReadAgain: nothing,
    replaceCursors: nothing,
    reseal: async () => ({ values: 0, deadLetters: 0, positions: 0, converted: 0 }),
    setState: nothing,
    deleteState: nothing,
    saveInstallation: nothing,
    removeInstallation: nothing,
  };
}
