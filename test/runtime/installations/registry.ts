/** A store in memory with a lease on one installation, and a cipher. */
import type { Clock } from '../../../src/runtime/ports/engine.js';
import type { Lease } from '../../../src/runtime/ports/records.js';
import type { Store } from '../../../src/runtime/ports/store.js';
import { makeSecretCipher } from '../../../src/runtime/security/secrets.js';
import { openMemoryStore } from '../../helpers/memoryStore.js';

export const ID = 'shop-1';
export const T0 = Date.UTC(2026, 0, 1);
export const cipher = makeSecretCipher('a'.repeat(64));
export const otherCipher = makeSecretCipher('b'.repeat(64));
export const clock: Clock = { now: () => T0, sleep: async () => {} };

export async function leased(): Promise<{ store: Store; lease: Lease }> {
  const store = openMemoryStore();
  const owner = { host: 'h', pid: 1, id: 'me' };
  const taken = await store.leases.acquire(ID, owner, 30_000, T0);
  if (!taken.acquired) throw new Error('the lease is held');
  return { store, lease: taken.lease };
}
