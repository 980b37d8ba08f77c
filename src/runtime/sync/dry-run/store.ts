/** A store that is read and never written: what a sync writes is dropped, but for its rejects, which are told. */
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
      // What was read is not noted, so that what is gone cannot be told.
      countUnseen: async () => ({ known: 0, unseen: 0, lastFull: null }),
      listUnseen: async () => new Map(),
    },
  };
}

/** Nothing is written, so nobody has to be kept away. */
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
    setState: nothing,
    deleteState: nothing,
    saveInstallation: nothing,
    removeInstallation: nothing,
  };
}
