/** The contract of the Store port for superseded dead letters and for the time of the next attempt. */
import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../src/runtime/ports/records.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { KEY, leasedStore, MINUTE, reject, STALE, T0 } from './leased.ts';

/** `makeStore` returns a new, empty store. */
export function lettersConformance(name: string, makeStore: () => Promise<Store>): void {
  describe(`${name} ends what is made good`, () => {
    const leased = leasedStore(makeStore);
    const { commit, lease } = leased;
    const list = () => leased.store.rejects.list();

    describe('dead letters', () => {
      const states = async (key?: string) =>
        (await list())
          .filter((one) => key === undefined || one.key === key)
          .map(({ state }) => state);

      it('are superseded by identity; others with the same key stay', async () => {
        await commit({ rejects: [reject('a'), reject('b'), reject(null)] });
        const elsewhere = reject('a', { identity: 'a of s' });
        await commit({ key: { ...KEY, sourceKey: 's' }, rejects: [elsewhere] });
        await commit({ superseded: ['a', 'nobody'] });
        const letters = await list();
        expect(letters.map(({ key, sourceKey, state }) => [key, sourceKey, state])).toEqual([
          ['a', 's', 'open'],
          [null, '', 'open'],
          ['b', '', 'open'],
          ['a', '', 'superseded'],
        ]);
        const { rejects } = leased.store;
        expect(await rejects.list({ state: 'superseded' })).toHaveLength(1);
        expect(await rejects.countOpen()).toEqual([
          { installationId: 'i1', entity: 'orders', count: 3 },
        ]);
      });

      it('start again when the record is rejected after that', async () => {
        await commit({ rejects: [reject('a')] });
        await commit({ superseded: ['a'] });
        await commit({ rejects: [reject('a')] });
        expect(await states('a')).toEqual(['open', 'superseded']);
        expect((await list())[0]).toMatchObject({ attempts: 1 });
      });

      it('are superseded in any order of a commit', async () => {
        await commit({ rejects: [reject('a')] });
        await commit({ rejects: [reject('b')], superseded: ['a'] });
        expect([await states('a'), await states('b')]).toEqual([['superseded'], ['open']]);
      });

      it('are known by step, and counted by installation', async () => {
        const other = await lease(undefined, T0, 'i2');
        await commit({ rejects: [reject('a'), reject('b'), reject(null)] });
        await commit({ superseded: ['b'] });
        await commit({ key: { ...KEY, entity: 'products' }, rejects: [reject('c')] });
        await commit({ key: { ...KEY, sourceKey: 's' }, rejects: [reject('d')] });
        await commit({ key: { ...KEY, installationId: 'i2' }, rejects: [reject('e')] }, other);
        const { rejects } = leased.store;
        expect(await rejects.open(KEY)).toEqual({
          identities: expect.toSatisfy((all: string[]) => all.toSorted().join() === 'a,none'),
          total: 4,
        });
        expect(await rejects.open({ ...KEY, sourceKey: 's' })).toEqual({
          identities: ['d'],
          total: 4,
        });
        expect(await rejects.open({ ...KEY, installationId: 'i3' })).toEqual({
          identities: [],
          total: 0,
        });
      });
    });

    describe('a cursor', () => {
      it('knows when a step may run again, until it runs', async () => {
        const { cursors } = leased.store;
        const notBefore = T0 + 90 * MINUTE;
        const hold = { outcome: 'hold', error: 'throttled', items: 0 } as const;
        await commit({ end: { ...hold, notBefore } });
        expect(await cursors.get(KEY)).toMatchObject({ notBefore, consecutiveFailures: 1 });
        expect(await cursors.list()).toMatchObject([{ notBefore }]);
        await commit({ end: hold });
        expect((await cursors.get(KEY))?.notBefore ?? null).toBeNull();
        await commit({ end: { ...hold, notBefore } });
        await commit({ end: { outcome: 'advance', cursor: T0, items: 0 } });
        expect((await cursors.get(KEY))?.notBefore ?? null).toBeNull();
      });
    });

    describe('the fence', () => {
      const hold = { outcome: 'hold', error: 'no', items: 0, notBefore: T0 } as const;
      const writes: Record<string, (held: Lease) => Promise<unknown>> = {
        superseded: (held) => commit({ superseded: ['a'] }, held),
        notBefore: (held) => commit({ end: hold }, held),
      };
      const everything = async () => ({
        rejects: await list(),
        cursors: await leased.store.cursors.list(),
      });

      for (const [write, act] of Object.entries(writes)) {
        for (const [how, makeLease] of Object.entries(STALE)) {
          it(`lets ${write} write nothing under a lease that ${how}`, async () => {
            await commit({ rejects: [reject('a')] });
            const held = await makeLease(leased);
            const before = await everything();
            await expect(act(held)).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
            expect(await everything()).toEqual(before);
          });
        }
      }
    });
  });
}
