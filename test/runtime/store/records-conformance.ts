/** The part of the Store port that is about single records: fingerprints, dead letters made good, when to come back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StepCommit } from '../../../src/runtime/ports/commit.ts';
import type {
  CursorKey,
  Fingerprint,
  Lease,
  LeaseOwner,
  NewReject,
} from '../../../src/runtime/ports/records.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';

const T0 = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const MINUTE = 60_000;
const TTL = 30_000;
const ME: LeaseOwner = { host: 'here', pid: 1, id: 'me' };
const OTHER: LeaseOwner = { host: 'there', pid: 2, id: 'other' };
const KEY: CursorKey = { installationId: 'i1', entity: 'orders', sourceKey: '' };

type Changes = NonNullable<StepCommit['fingerprints']>;

const settledAs = (key: string, hash: string | null, doubtful = false, absent = false) => ({
  ...{ key, hash, doubtful, absent },
});
const changes = (more: Partial<Changes>): Changes => ({
  settled: [],
  seen: [],
  generation: null,
  ...more,
});
const reject = (key: string | null, more: Partial<NewReject> = {}): NewReject => ({
  identity: key ?? 'none',
  payload: { id: key },
  key,
  errors: ['no'],
  status: 200,
  route: null,
  ...more,
});

/** `makeStore` gives a new, empty store. */
export function recordsConformance(name: string, makeStore: () => Promise<Store>): void {
  describe(`${name} knows records`, () => {
    let store: Store;
    let mine: Lease;
    beforeEach(async () => {
      store = await makeStore();
      mine = await lease();
    });
    afterEach(() => store.close());

    const lease = async (owner = ME, now = T0, installationId = 'i1'): Promise<Lease> => {
      const result = await store.leases.acquire(installationId, owner, TTL, now);
      if (!result.acquired) throw new Error('The lease is held.');
      return result.lease;
    };
    const send = (hashes: Record<string, string>, now = T0, key = KEY) => {
      const sent = Object.entries(hashes).map(([name, hash]) => ({ key: name, hash }));
      return store.fenced.markSent(mine, key, sent, now);
    };
    const commit = (more: Partial<StepCommit>, held = mine) =>
      store.fenced.commitStep(held, { key: KEY, runId: 1, now: T0 + MINUTE, ...more });
    const settle = (more: Partial<Changes>, key = KEY) =>
      commit({ key, fingerprints: changes(more) });
    const find = async (...keys: string[]): Promise<Record<string, Fingerprint>> =>
      Object.fromEntries(await store.fingerprints.find(KEY, keys));
    const unseen = (
      generation: number,
      more: { sentBefore?: number; limit?: number; absent?: boolean } = {},
    ) => {
      const page = { sentBefore: T0 * 2, limit: 100, absent: false, ...more };
      return store.fingerprints.listUnseen(KEY, generation, page);
    };

    describe('a fingerprint', () => {
      it('is not there at first', async () => {
        expect(await find('a')).toEqual({});
        expect(await store.fingerprints.countUnseen(KEY, 1)).toEqual({
          known: 0,
          unseen: 0,
          lastFull: null,
        });
        expect(await unseen(1)).toEqual([]);
      });

      it('notes what is sent, for the keys that are asked about', async () => {
        await send({ a: '1', b: '2' });
        const sent = { hash: null, ackedAt: null, sentHash: '1', sentAt: T0, absent: false };
        expect(await find('a', 'nobody')).toEqual({ a: sent });
        expect(await find()).toEqual({});
      });

      it('is of the version that was acknowledged', async () => {
        await send({ a: '1' });
        await settle({ settled: [settledAs('a', '1')] });
        const acknowledged = { hash: '1', ackedAt: T0 + MINUTE, sentHash: null, sentAt: null };
        expect(await find('a')).toEqual({ a: { ...acknowledged, absent: false } });
      });

      it('is of none once another version is sent, whatever is sent after that', async () => {
        await send({ a: '1' });
        await settle({ settled: [settledAs('a', '1')] });
        await send({ a: '2' }, T0 + 2 * MINUTE);
        expect(await find('a')).toMatchObject({
          a: { hash: null, ackedAt: T0 + MINUTE, sentHash: '2', sentAt: T0 + 2 * MINUTE },
        });
        await send({ a: '1' }, T0 + 3 * MINUTE);
        expect(await find('a')).toMatchObject({ a: { hash: null, sentHash: '1' } });
      });

      it('stays what it is when the same version is sent again', async () => {
        await send({ a: '1' });
        await settle({ settled: [settledAs('a', '1')] });
        await send({ a: '1' }, T0 + 2 * MINUTE);
        expect(await find('a')).toMatchObject({ a: { hash: '1', sentHash: '1' } });
      });

      it('notes the newest sending', async () => {
        await send({ a: '1' });
        await send({ a: '1' }, T0 + 5);
        expect(await find('a')).toMatchObject({ a: { sentAt: T0 + 5 } });
      });

      it('stays in doubt where a request may still arrive', async () => {
        await send({ a: '1' });
        await settle({ settled: [settledAs('a', '1', true)] });
        expect(await find('a')).toMatchObject({
          a: { hash: '1', ackedAt: T0 + MINUTE, sentHash: '1', sentAt: T0 },
        });
      });

      it('is none after a refusal', async () => {
        await send({ a: '1' });
        await settle({ settled: [settledAs('a', '1')] });
        await send({ a: '2' });
        await settle({ settled: [settledAs('a', null)] });
        expect(await find('a')).toMatchObject({
          a: { hash: null, ackedAt: T0 + MINUTE, sentHash: null },
        });
      });

      it('is not made by settling what was never sent', async () => {
        await settle({ settled: [settledAs('a', '1')], seen: ['b'], generation: 3 });
        expect(await find('a', 'b')).toEqual({});
      });

      it('takes any text for a key, and many at once', async () => {
        const odd = ['', "o'clock", '"', 'é\u0000x', '12', 'NULL', '🙂', 'a,b'];
        const many = Array.from({ length: 2000 }, (_, n) => `key${n}`);
        await send(Object.fromEntries([...odd, ...many].map((key, n) => [key, String(n)])));
        await settle({ settled: many.map((key) => settledAs(key, 'x')) });
        const found = await store.fingerprints.find(KEY, [...odd, ...many]);
        expect(found.size).toBe(odd.length + many.length);
        expect(odd.map((key) => found.get(key)?.sentHash)).toEqual(odd.map((_, n) => String(n)));
        expect(many.every((key) => found.get(key)?.hash === 'x')).toBe(true);
      });

      it('is of one step, source and installation', async () => {
        await send({ a: '1' });
        for (const key of [
          { ...KEY, entity: 'products' },
          { ...KEY, sourceKey: 's' },
          { ...KEY, installationId: 'i2' },
        ]) {
          expect((await store.fingerprints.find(key, ['a'])).size).toBe(0);
          expect((await store.fingerprints.countUnseen(key, 9)).known).toBe(0);
        }
      });

      it('is settled with the rest of its commit, or not at all', async () => {
        await send({ a: '1' });
        const progress = { position: 1, counts: NO_COUNTS };
        await expect(
          commit({ fingerprints: changes({ settled: [settledAs('a', '1')] }), progress }),
        ).rejects.toMatchObject({ code: 'SPM_INTERNAL' });
        expect(await find('a')).toMatchObject({ a: { hash: null, sentHash: '1' } });
      });
    });

    describe('a full run', () => {
      it('has not seen what it neither settled nor saw', async () => {
        await send({ a: '1', b: '1', c: '1', d: '1' });
        const all = ['a', 'b', 'c', 'd'].map((key) => settledAs(key, '1'));
        await settle({ settled: all, generation: 1 });
        await settle({
          settled: [settledAs('b', '2'), settledAs('c', null)],
          seen: ['d'],
          generation: 2,
        });
        expect(await store.fingerprints.countUnseen(KEY, 2)).toEqual({
          known: 4,
          unseen: 1,
          lastFull: null,
        });
        expect(await unseen(2)).toEqual(['a']);
        expect(await unseen(1)).toEqual([]);
      });

      it('is not any other run', async () => {
        await send({ a: '1', b: '1' });
        await settle({ settled: [settledAs('a', '1')], generation: 1 });
        await settle({ settled: [settledAs('a', '2')], seen: ['a', 'b'] });
        expect(await unseen(1)).toEqual(['b']);
        expect(await unseen(2)).toEqual(['a', 'b']);
      });

      it('is remembered once it has read everything', async () => {
        await send({ a: '1' });
        await commit({ end: { outcome: 'hold', error: 'no', items: 0 } });
        await commit({ end: { outcome: 'advance', cursor: T0, items: 0 } });
        expect((await store.fingerprints.countUnseen(KEY, 9)).lastFull).toBeNull();
        await commit({ end: { outcome: 'advance', cursor: T0, items: 0, generation: 5 } });
        expect((await store.fingerprints.countUnseen(KEY, 9)).lastFull).toBe(5);
      });

      it('lists what it has not seen by key, page by page, without what was sent lately', async () => {
        await send({ c: '1', a: '1' });
        await send({ b: '1' }, T0 + MINUTE);
        expect(await unseen(1)).toEqual(['a', 'b', 'c']);
        expect(await unseen(1, { limit: 2 })).toEqual(['a', 'b']);
        expect(await unseen(1, { sentBefore: T0 + MINUTE })).toEqual(['a', 'c']);
        expect(await unseen(1, { sentBefore: T0 })).toEqual([]);
      });
    });

    describe('a record that the API has nothing of', () => {
      it('is told apart, until something is sent that it may take', async () => {
        await send({ a: '1', b: '1' });
        await settle({ settled: [settledAs('a', null, false, true), settledAs('b', null)] });
        expect(await find('a', 'b')).toMatchObject({ a: { absent: true }, b: { absent: false } });
        await send({ a: '2' });
        expect(await find('a')).toMatchObject({ a: { absent: false } });
        await settle({ settled: [settledAs('a', null, false, true)] });
        expect(await find('a')).toMatchObject({ a: { absent: true } });
        await settle({ settled: [settledAs('a', '2')] });
        expect(await find('a')).toMatchObject({ a: { absent: false } });
      });

      it('is not among those that a full run may delete', async () => {
        await send({ a: '1', b: '1' });
        await settle({ settled: [settledAs('a', null, false, true), settledAs('b', '1')] });
        const counts = { known: 1, unseen: 1, lastFull: null };
        expect(await store.fingerprints.countUnseen(KEY, 1)).toEqual(counts);
        expect(await unseen(1)).toEqual(['b']);
        expect(await unseen(1, { absent: true })).toEqual(['a']);
        expect(await unseen(0, { absent: true })).toEqual([]);
      });
    });

    describe('a record that is deleted', () => {
      it('has no version any more from the moment it is decided, and one that may arrive: none', async () => {
        await send({ a: '1', b: '1' });
        await settle({ settled: [settledAs('a', '1'), settledAs('b', '1')] });
        await store.fenced.markDoomed(mine, KEY, ['a', 'nobody'], T0);
        const { a, ...others } = await find('a', 'b', 'nobody');
        expect(a).toMatchObject({ hash: null, sentAt: T0 });
        expect(a?.sentHash).not.toBe('1');
        expect(a?.sentHash).not.toBeNull();
        expect(others).toMatchObject({ b: { hash: '1', sentHash: null } });
        expect(await unseen(1, { sentBefore: T0 })).toEqual(['b']);
        expect(await unseen(1)).toEqual(['a', 'b']);
      });

      it('takes its open dead letters along, in its own step alone', async () => {
        await commit({ rejects: [reject('a'), reject('b'), reject(null)] });
        await commit({
          key: { ...KEY, sourceKey: 's' },
          rejects: [reject('a', { identity: 'a of s' })],
        });
        await store.fenced.forget(mine, KEY, ['a', 'nobody']);
        const letters = await store.rejects.list();
        expect(letters.map(({ key, state }) => [key, state])).toEqual([
          ['a', 'open'],
          [null, 'open'],
          ['b', 'open'],
          ['a', 'superseded'],
        ]);
      });

      it('takes along those that people know by another key than the step does', async () => {
        await commit({
          rejects: [
            reject('products:a:fr', { stepKey: 'a' }),
            reject('a', { identity: 'another', stepKey: 'b' }),
          ],
        });
        expect(await store.rejects.list()).toMatchObject([
          { key: 'a', stepKey: 'b' },
          { key: 'products:a:fr', stepKey: 'a' },
        ]);
        await store.fenced.forget(mine, KEY, ['a']);
        expect((await store.rejects.list()).map(({ state }) => state)).toEqual([
          'open',
          'superseded',
        ]);
      });

      it('is nothing that the API has once it is gone, and may be deleted once more by a late request', async () => {
        await commit({ rejects: [reject('a')] });
        await send({ a: '1', b: '1' });
        await settle({ settled: [settledAs('a', '1'), settledAs('b', '1')] });
        await store.fenced.markDoomed(mine, KEY, ['a'], T0);
        await store.fenced.markGone(mine, KEY, ['a', 'nobody'], T0 + 5);
        const { a, ...others } = await find('a', 'b', 'nobody');
        expect(a).toMatchObject({ hash: null, sentAt: T0 + 5, absent: true });
        expect(a?.sentHash).not.toBeNull();
        expect(others).toMatchObject({ b: { hash: '1', absent: false } });
        expect(await store.fingerprints.countUnseen(KEY, 1)).toMatchObject({ known: 1 });
        expect(await unseen(1, { absent: true })).toEqual(['a']);
        expect(await store.rejects.list()).toMatchObject([{ state: 'superseded' }]);
      });

      it('is forgotten in the end', async () => {
        await send({ a: '1', b: '1' });
        await store.fenced.forget(mine, KEY, ['a', 'nobody']);
        expect(Object.keys(await find('a', 'b'))).toEqual(['b']);
        expect(await store.fingerprints.countUnseen(KEY, 1)).toMatchObject({ known: 1 });
      });

      it('can come back', async () => {
        await send({ a: '1' });
        await store.fenced.markDoomed(mine, KEY, ['a'], T0);
        await send({ a: '1' });
        await settle({ settled: [settledAs('a', '1')], generation: 2 });
        expect(await find('a')).toMatchObject({ a: { hash: '1' } });
        expect(await unseen(2)).toEqual([]);
      });
    });

    describe('dead letters', () => {
      const states = async (key?: string) =>
        (await store.rejects.list())
          .filter((one) => key === undefined || one.key === key)
          .map(({ state }) => state);

      it('are superseded by their identity, and no other of the same key', async () => {
        await commit({ rejects: [reject('a'), reject('b'), reject(null)] });
        const elsewhere = reject('a', { identity: 'a of s' });
        await commit({ key: { ...KEY, sourceKey: 's' }, rejects: [elsewhere] });
        await commit({ superseded: ['a', 'nobody'] });
        const letters = await store.rejects.list();
        expect(letters.map(({ key, sourceKey, state }) => [key, sourceKey, state])).toEqual([
          ['a', 's', 'open'],
          [null, '', 'open'],
          ['b', '', 'open'],
          ['a', '', 'superseded'],
        ]);
        expect(await store.rejects.list({ state: 'superseded' })).toHaveLength(1);
        expect(await store.rejects.countOpen()).toEqual([
          { installationId: 'i1', entity: 'orders', count: 3 },
        ]);
      });

      it('begin anew when the record is refused again after that', async () => {
        await commit({ rejects: [reject('a')] });
        await commit({ superseded: ['a'] });
        await commit({ rejects: [reject('a')] });
        expect(await states('a')).toEqual(['open', 'superseded']);
        expect((await store.rejects.list())[0]).toMatchObject({ attempts: 1 });
      });

      it('are superseded before or after others of the same commit alike', async () => {
        await commit({ rejects: [reject('a')] });
        await commit({ rejects: [reject('b')], superseded: ['a'] });
        expect([await states('a'), await states('b')]).toEqual([['superseded'], ['open']]);
      });

      it('are known by step, and counted by installation', async () => {
        const other = await lease(ME, T0, 'i2');
        await commit({ rejects: [reject('a'), reject('b'), reject(null)] });
        await commit({ superseded: ['b'] });
        await commit({ key: { ...KEY, entity: 'products' }, rejects: [reject('c')] });
        await commit({ key: { ...KEY, sourceKey: 's' }, rejects: [reject('d')] });
        await commit({ key: { ...KEY, installationId: 'i2' }, rejects: [reject('e')] }, other);
        expect(await store.rejects.open(KEY)).toEqual({
          identities: expect.toSatisfy((all: string[]) => all.toSorted().join() === 'a,none'),
          total: 4,
        });
        expect(await store.rejects.open({ ...KEY, sourceKey: 's' })).toEqual({
          identities: ['d'],
          total: 4,
        });
        expect(await store.rejects.open({ ...KEY, installationId: 'i3' })).toEqual({
          identities: [],
          total: 0,
        });
      });
    });

    describe('a cursor', () => {
      it('knows when it may be tried again, until it is tried', async () => {
        const notBefore = T0 + 90 * MINUTE;
        const hold = { outcome: 'hold', error: 'throttled', items: 0 } as const;
        await commit({ end: { ...hold, notBefore } });
        expect(await store.cursors.get(KEY)).toMatchObject({ notBefore, consecutiveFailures: 1 });
        expect(await store.cursors.list()).toMatchObject([{ notBefore }]);
        await commit({ end: hold });
        expect((await store.cursors.get(KEY))?.notBefore ?? null).toBeNull();
        await commit({ end: { ...hold, notBefore } });
        await commit({ end: { outcome: 'advance', cursor: T0, items: 0 } });
        expect((await store.cursors.get(KEY))?.notBefore ?? null).toBeNull();
      });
    });

    describe('the fence', () => {
      const writes: Record<string, (held: Lease) => Promise<unknown>> = {
        markSent: (held) => store.fenced.markSent(held, KEY, [{ key: 'a', hash: '2' }], T0),
        markDoomed: (held) => store.fenced.markDoomed(held, KEY, ['a'], T0),
        markGone: (held) => store.fenced.markGone(held, KEY, ['a'], T0),
        forget: (held) => store.fenced.forget(held, KEY, ['a']),
        fingerprints: (held) =>
          commit({ fingerprints: changes({ settled: [settledAs('a', '2')] }) }, held),
        seen: (held) => commit({ fingerprints: changes({ seen: ['a'], generation: 9 }) }, held),
        superseded: (held) => commit({ superseded: ['a'] }, held),
        generation: (held) =>
          commit({ end: { outcome: 'advance', cursor: T0, items: 0, generation: 9 } }, held),
        notBefore: (held) =>
          commit({ end: { outcome: 'hold', error: 'no', items: 0, notBefore: T0 } }, held),
      };
      const everything = async () => ({
        fingerprints: await find('a'),
        counts: await store.fingerprints.countUnseen(KEY, 9),
        rejects: await store.rejects.list(),
        cursors: await store.cursors.list(),
      });
      const stale: Record<string, () => Promise<Lease>> = {
        'was taken over': async () => {
          await lease(OTHER, T0 + TTL);
          return mine;
        },
        'was released': async () => {
          await store.leases.release(mine);
          return mine;
        },
        'has an owner of another process': async () => ({
          ...mine,
          owner: { ...ME, id: 'older me' },
        }),
      };

      for (const [write, act] of Object.entries(writes)) {
        for (const [how, makeLease] of Object.entries(stale)) {
          it(`lets ${write} write nothing under a lease that ${how}`, async () => {
            await send({ a: '1' });
            await commit({
              rejects: [reject('a')],
              fingerprints: changes({ settled: [settledAs('a', '1')], generation: 1 }),
            });
            const held = await makeLease();
            const before = await everything();
            await expect(act(held)).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
            expect(await everything()).toEqual(before);
          });
        }
      }

      it('covers one installation only', async () => {
        const key = { ...KEY, installationId: 'i2' };
        const internal = { code: 'SPM_INTERNAL' };
        const { fenced } = store;
        await expect(send({ a: '1' }, T0, key)).rejects.toMatchObject(internal);
        await expect(fenced.markDoomed(mine, key, ['a'], T0)).rejects.toMatchObject(internal);
        await expect(fenced.markGone(mine, key, ['a'], T0)).rejects.toMatchObject(internal);
        await expect(fenced.forget(mine, key, ['a'])).rejects.toMatchObject(internal);
        expect((await store.fingerprints.find(key, ['a'])).size).toBe(0);
      });

      it('lets an installation be removed with all that is known of its records', async () => {
        await send({ a: '1' });
        await settle({ settled: [settledAs('a', '1')], generation: 1 });
        await commit({ end: { outcome: 'advance', cursor: T0, items: 0, generation: 1 } });
        await store.fenced.removeInstallation(mine);
        expect(await find('a')).toEqual({});
        expect(await store.fingerprints.countUnseen(KEY, 9)).toEqual({
          known: 0,
          unseen: 0,
          lastFull: null,
        });
      });
    });
  });
}

const NO_COUNTS = { read: 0, acknowledged: 0, unchanged: 0, skipped: 0, rejected: 0 };
