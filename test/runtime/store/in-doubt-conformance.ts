/** The contract of the Store port for versions that may still arrive, and for windows to read again. */
import { describe, expect, it } from 'vitest';
import type { Lease, ReadAgain, VersionInDoubt } from '../../../src/runtime/ports/records.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { KEY, leasedStore, MINUTE, STALE, T0 } from './leased.ts';

const ID = KEY.installationId;

const version = (name: string, until: number, hash: string | null = 'v'): VersionInDoubt => ({
  ...{ name, version: hash, until },
});

/** `makeStore` returns a new, empty store. */
export function inDoubtConformance(name: string, makeStore: () => Promise<Store>): void {
  describe(`${name} knows what may still arrive`, () => {
    const leased = leasedStore(makeStore);
    const put = (versions: VersionInDoubt[], now = T0, held = leased.mine) =>
      leased.store.fenced.putInDoubt(held, versions, now);
    const list = (now = T0, id = ID) => leased.store.records.inDoubt(id, now);
    const again = (what: ReadAgain, key = KEY, held = leased.mine) =>
      leased.store.fenced.putReadAgain(held, key, what);
    const read = (key = KEY) => leased.store.cursors.getReadAgain(key);
    const advance = (more: { readAgain?: ReadAgain | null } = {}, held = leased.mine) =>
      leased.commit({ end: { outcome: 'advance', cursor: T0, items: 0, ...more } }, held);

    describe('a version in doubt', () => {
      it('is unknown at first', async () => {
        expect(await list()).toEqual([]);
      });

      it('is returned as it was written, ordered by name, until its time', async () => {
        const [a, b] = [version('a', T0 + 10, null), version('b', T0 + 20)];
        await put([b, a]);
        expect(await list()).toEqual([a, b]);
        expect(await list(T0 + 10)).toEqual([b]);
        expect(await list(T0 + 20)).toEqual([]);
        expect(await list(T0, 'i2')).toEqual([]);
      });

      it('replaces the entry with its name, and leaves the others', async () => {
        await put([version('a', T0 + 10), version('b', T0 + 10)]);
        await put([version('a', T0 + 30, null)]);
        expect(await list()).toEqual([version('a', T0 + 30, null), version('b', T0 + 10)]);
      });

      it('is forgotten once it can no longer arrive', async () => {
        await put([version('a', T0 + MINUTE)]);
        await put([version('b', T0 + 3 * MINUTE)], T0 + MINUTE);
        // Also for a process whose clock is behind.
        expect(await list(T0)).toEqual([version('b', T0 + 3 * MINUTE)]);
      });

      it('may be one of many', async () => {
        const many = Array.from({ length: 3000 }, (_, n) => version(`n${n}`, T0 + 1 + n));
        await put(many);
        expect(await list(T0 + 2000)).toHaveLength(1000);
        await put([]);
        expect(await list()).toHaveLength(3000);
      });
    });

    describe('the window to read again', () => {
      const WHAT = { since: T0 - MINUTE, after: T0 + MINUTE };

      it('is absent at first, also for a step that has a cursor', async () => {
        expect(await read()).toBeNull();
        await advance();
        expect(await read()).toBeNull();
      });

      it.each([[WHAT], [{ since: null, after: T0 }], [{ since: 0, after: 0 }]])(
        'comes out as it went in: %j',
        async (what) => {
          await again({ since: 1, after: 1 });
          await again(what);
          expect(await read()).toEqual(what);
          expect(await read({ ...KEY, entity: 'products' })).toBeNull();
          expect(await read({ ...KEY, sourceKey: 's' })).toBeNull();
        },
      );

      it('stays when a step ends, unless the end changes it', async () => {
        await again(WHAT);
        await advance();
        await leased.commit({ end: { outcome: 'hold', error: 'broken', items: 0 } });
        expect(await read()).toEqual(WHAT);
        await advance({ readAgain: { since: 5, after: 6 } });
        expect(await read()).toEqual({ since: 5, after: 6 });
        await advance({ readAgain: null });
        expect(await read()).toBeNull();
      });

      it('does not change the records of full runs', async () => {
        await leased.commit({
          end: { outcome: 'advance', cursor: T0, items: 0, generation: 7 },
        });
        await again(WHAT);
        expect((await leased.store.records.countUnseen(KEY, 8)).lastFull).toBe(7);
      });
    });

    describe('the fence', () => {
      const writes: Record<string, (held: Lease) => Promise<unknown>> = {
        'a version in doubt': (held) => put([version('a', T0 + 10)], T0, held),
        'what has to be read again': (held) => again({ since: 1, after: 1 }, KEY, held),
        'an end': (held) => advance({ readAgain: null }, held),
      };
      for (const [write, act] of Object.entries(writes)) {
        for (const [how, makeLease] of Object.entries(STALE)) {
          it(`keeps ${write} out under a lease that ${how}`, async () => {
            await put([version('b', T0 + 10)]);
            await again({ since: 2, after: 3 });
            const held = await makeLease(leased);
            await expect(act(held)).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
            expect(await list()).toEqual([version('b', T0 + 10)]);
            expect(await read()).toEqual({ since: 2, after: 3 });
          });
        }
      }

      it('rejects a write to another installation', async () => {
        const key = { ...KEY, installationId: 'i2' };
        await expect(again({ since: 1, after: 1 }, key)).rejects.toMatchObject({
          code: 'SPM_INTERNAL',
        });
      });
    });

    it('goes with its installation', async () => {
      await put([version('a', T0 + 10)]);
      await again({ since: 1, after: 1 });
      await leased.store.fenced.removeInstallation(leased.mine);
      expect(await list()).toEqual([]);
      expect(await read()).toBeNull();
    });
  });
}
