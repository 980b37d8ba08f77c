import { describe, expect, it } from 'vitest';
import type { Purged, Retention } from '../../src/runtime/ports/records.ts';
import { purgeAll, purgeDaily } from '../../src/runtime/retention.ts';
import { openMemoryStore } from '../helpers/memoryStore.ts';
import { DAY, T0 } from '../helpers/syncBench.ts';

/** A store with so many rows of each kind to delete, which records its calls. */
function storeWith(left: Purged) {
  const store = openMemoryStore();
  const asked: Retention[] = [];
  store.upkeep.purge = async (retention, limit) => {
    asked.push(retention);
    const take = (name: keyof Purged) => {
      const taken = Math.min(left[name], limit);
      left[name] -= taken;
      return taken;
    };
    return { runs: take('runs'), webhooks: take('webhooks'), rejects: take('rejects') };
  };
  return { store, asked };
}

describe('a purge', () => {
  it('goes on, a part at a time, until nothing is left', async () => {
    const { store, asked } = storeWith({ runs: 1_200, webhooks: 0, rejects: 500 });
    const purged = await purgeAll(store, { before: T0, rejectsBefore: T0 });
    expect(purged).toEqual({ runs: 1_200, webhooks: 0, rejects: 500 });
    expect(asked).toHaveLength(3);
  });

  it('is done once a day, and keeps for ever what has 0 days', async () => {
    const { store, asked } = storeWith({ runs: 1, webhooks: 0, rejects: 0 });
    const days = { days: 90, rejectDays: 0 };
    expect(await purgeDaily(store, days, T0)).toMatchObject({ runs: 1 });
    expect(asked).toEqual([{ before: T0 - 90 * DAY, rejectsBefore: null }]);
    expect(await purgeDaily(store, days, T0 + DAY - 1)).toBeNull();
    expect(await purgeDaily(store, days, T0 + DAY + 1)).not.toBeNull();
  });

  it('that failed is tried again', async () => {
    const { store } = storeWith({ runs: 1, webhooks: 0, rejects: 0 });
    const days = { days: 90, rejectDays: 90 };
    const { purge } = store.upkeep;
    store.upkeep.purge = async () => Promise.reject(new Error('busy'));
    await expect(purgeDaily(store, days, T0)).rejects.toThrow('busy');
    store.upkeep.purge = purge;
    expect(await purgeDaily(store, days, T0 + 1)).toMatchObject({ runs: 1 });
  });
});
