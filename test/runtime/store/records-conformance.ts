/** The contract of the Store port for single records: it returns rows as they were written. */
import { describe, expect, it } from 'vitest';
import type { KnownRecord, Lease, RecordChanges } from '../../../src/runtime/ports/records.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { acknowledged, known } from '../../helpers/records.ts';
import { KEY, leasedStore, reject, STALE, T0 } from './leased.ts';

type Rows = Record<string, KnownRecord>;

/** Each row differs from the others in at least one field; each nullable field is null in one of them. */
const ROWS: Rows = {
  nothing: known(),
  sent: known({ sentHash: '1', sentAt: T0, absent: false }),
  acknowledged: acknowledged('1', T0 + 1, 3),
  doubted: { ...acknowledged('1', T0 + 1), sentHash: '1', sentAt: T0 },
  refused: known({ ackedAt: T0, absent: false, generation: T0 }),
  gone: known({ ackedAt: T0, sentHash: 'deleted', sentAt: T0 + 2, generation: 2 }),
};
const HERE = known({ absent: false });

const STEPS = [
  ['entity', { ...KEY, entity: 'products' }],
  ['source', { ...KEY, sourceKey: 's' }],
  ['installation', { ...KEY, installationId: 'i2' }],
] as const;

/** `makeStore` returns a new, empty store. */
export function recordsConformance(name: string, makeStore: () => Promise<Store>): void {
  describe(`${name} knows records`, () => {
    const leased = leasedStore(makeStore);
    const { commit } = leased;

    const change = (changes: RecordChanges, key = KEY, held = leased.mine) =>
      leased.store.fenced.putRecords(held, key, changes);
    const put = (rows: Rows, key = KEY, held = leased.mine) =>
      change({ put: new Map(Object.entries(rows)) }, key, held);
    const find = async (...keys: string[]): Promise<Rows> =>
      Object.fromEntries(await leased.store.records.find(KEY, keys));
    const count = (generation: number, key = KEY) =>
      leased.store.records.countUnseen(key, generation);
    const list = (
      generation: number,
      more: { sentBefore?: number; limit?: number; absent?: boolean } = {},
      key = KEY,
    ) => {
      const page = { sentBefore: T0 * 2, limit: 100, absent: false, ...more };
      return leased.store.records.listUnseen(key, generation, page);
    };
    const unseen = async (...of: Parameters<typeof list>) => [...(await list(...of)).keys()];

    describe('a row', () => {
      it('is unknown at first', async () => {
        expect(await find('a')).toEqual({});
        expect(await count(1)).toEqual({ known: 0, unseen: 0, lastFull: null });
        expect((await list(1)).size).toBe(0);
      });

      it('is returned as it was written, for the given keys', async () => {
        await put(ROWS);
        expect(await find(...Object.keys(ROWS), 'nobody')).toEqual(ROWS);
        expect(await find('gone', 'nobody')).toEqual({ gone: ROWS.gone });
        expect(await find()).toEqual({});
      });

      it.each(Object.keys(ROWS))('takes the place of the one that was there: %s', async (to) => {
        const before = { ...acknowledged('0', 5, 9), sentHash: '0', sentAt: 6 };
        await put({ a: before, b: before });
        await put({ a: ROWS[to] as KnownRecord });
        expect(await find('a', 'b')).toEqual({ a: ROWS[to], b: before });
      });

      it('may have any text as key and fingerprint, and come in large numbers', async () => {
        const odd = ['', "o'clock", '"', 'é\u0000x', '12', 'NULL', 'null', '🙂', 'a,b', '1e3'];
        const many = Array.from({ length: 2000 }, (_, n) => `key${n}`);
        const rows = new Map<string, KnownRecord>();
        for (const [n, key] of [...odd, ...many].entries()) {
          const text = odd[n % odd.length] as string;
          rows.set(key, { ...acknowledged(text, n), sentHash: text, sentAt: T0 });
        }
        await change({ put: rows });
        expect(await leased.store.records.find(KEY, [...rows.keys()])).toEqual(rows);
        await change({ forget: many, seen: { keys: odd, generation: 4 } });
        expect(await count(5)).toMatchObject({ known: odd.length, unseen: odd.length });
        expect((await list(4)).size).toBe(0);
      });

      it.each(STEPS)('is of one step: of another %s nothing is known', async (_, key) => {
        const { installationId } = key;
        const held = installationId === 'i2' ? await leased.lease(undefined, T0, 'i2') : undefined;
        await put({ a: HERE, b: HERE });
        await put({ b: ROWS.sent as KnownRecord }, key, held);
        expect(await leased.store.records.find(key, ['a', 'b'])).toEqual(
          new Map([['b', ROWS.sent]]),
        );
        expect(await count(9, key)).toMatchObject({ known: 1 });
        expect(await unseen(9, {}, key)).toEqual(['b']);
        await change({ forget: ['a', 'b'], seen: { keys: ['a'], generation: 9 } }, key, held);
        expect(await find('a', 'b')).toEqual({ a: HERE, b: HERE });
      });

      it('is not created by seen, forget or gone', async () => {
        const keys = ['a'];
        await change({ seen: { keys, generation: 3 }, forget: keys, gone: keys });
        await commit({ records: { seen: { keys, generation: 3 } } });
        expect(await find('a')).toEqual({});
      });

      it('is forgotten on request', async () => {
        await put({ a: HERE, b: HERE });
        await change({ forget: ['a', 'nobody'] });
        expect(await find('a', 'b')).toEqual({ b: HERE });
        expect(await count(1)).toMatchObject({ known: 1 });
      });

      it("is a copy: later changes of the step's object do not reach the store", async () => {
        const row = { ...HERE };
        await put({ a: row });
        row.generation = 9;
        expect(await find('a')).toEqual({ a: HERE });
      });

      it('is written with the rest of its commit, or not at all', async () => {
        await put({ a: HERE, b: HERE });
        await commit({ rejects: [reject('a')] });
        const records: RecordChanges = {
          put: new Map([['a', ROWS.sent as KnownRecord]]),
          seen: { keys: ['a'], generation: 2 },
          forget: ['b'],
          gone: ['a'],
        };
        // No window is open.
        const progress = { position: 1, counts: NO_COUNTS };
        await expect(commit({ records, progress })).rejects.toMatchObject({ code: 'SPM_INTERNAL' });
        expect(await find('a', 'b')).toEqual({ a: HERE, b: HERE });
        expect(await leased.store.rejects.list()).toMatchObject([{ state: 'open' }]);
        await commit({ records });
        expect(await find('a', 'b')).toEqual({ a: { ...ROWS.sent, generation: 2 } });
        expect(await leased.store.rejects.list()).toMatchObject([{ state: 'superseded' }]);
      });
    });

    describe('a full run', () => {
      it('has not read records without its mark or a mark in the commit', async () => {
        await put({ a: known({ absent: false, generation: 1 }), b: HERE, c: HERE, d: HERE });
        await commit({
          records: {
            put: new Map([['b', known({ absent: false, generation: 2 })]]),
            seen: { keys: ['d'], generation: 2 },
          },
        });
        expect(await count(2)).toEqual({ known: 4, unseen: 2, lastFull: null });
        expect(await list(2)).toEqual(
          new Map([
            ['a', known({ absent: false, generation: 1 })],
            ['c', HERE],
          ]),
        );
        expect(await unseen(1)).toEqual(['c']);
      });

      it('changes nothing but the mark of records that it has seen', async () => {
        await put(ROWS);
        await change({ seen: { keys: Object.keys(ROWS), generation: 7 } });
        const seen = Object.entries(ROWS).map(([key, row]) => [key, { ...row, generation: 7 }]);
        expect(await find(...Object.keys(ROWS))).toEqual(Object.fromEntries(seen));
      });

      it('is recorded once it has read everything', async () => {
        await put({ a: HERE });
        await commit({ end: { outcome: 'hold', error: 'no', items: 0 } });
        await commit({ end: { outcome: 'advance', cursor: T0, items: 0 } });
        expect((await count(9)).lastFull).toBeNull();
        await commit({ end: { outcome: 'advance', cursor: T0, items: 0, generation: 5 } });
        expect((await count(9)).lastFull).toBe(5);
      });

      it('lists unread records by key, page by page, without those sent recently', async () => {
        const sent = known({ sentHash: '1', sentAt: T0, absent: false });
        await put({ c: sent, a: sent, b: { ...sent, sentAt: T0 + 1 }, d: HERE });
        expect(await unseen(1)).toEqual(['a', 'b', 'c', 'd']);
        expect(await unseen(1, { limit: 2 })).toEqual(['a', 'b']);
        expect(await unseen(1, { sentBefore: T0 + 1 })).toEqual(['a', 'c', 'd']);
        expect(await unseen(1, { sentBefore: T0 })).toEqual(['d']);
      });

      it('separates records that the API does not have from those to delete', async () => {
        await put({ a: known(), b: HERE });
        expect(await count(1)).toEqual({ known: 1, unseen: 1, lastFull: null });
        expect(await unseen(1)).toEqual(['b']);
        expect(await unseen(1, { absent: true })).toEqual(['a']);
        expect(await unseen(0, { absent: true })).toEqual([]);
      });
    });

    describe('a deleted record', () => {
      it('supersedes its open dead letters, in its own step only', async () => {
        await commit({ rejects: [reject('a'), reject('b'), reject(null)] });
        const elsewhere = reject('a', { identity: 'a of s' });
        await commit({ key: { ...KEY, sourceKey: 's' }, rejects: [elsewhere] });
        await change({ gone: ['a', 'nobody'] });
        const letters = await leased.store.rejects.list();
        expect(letters.map(({ key, state }) => [key, state])).toEqual([
          ['a', 'open'],
          [null, 'open'],
          ['b', 'open'],
          ['a', 'superseded'],
        ]);
      });

      it("supersedes letters whose public key differs from the step's key", async () => {
        await commit({
          rejects: [
            reject('products:a:fr', { stepKey: 'a' }),
            reject('a', { identity: 'another', stepKey: 'b' }),
          ],
        });
        const letters = async () =>
          (await leased.store.rejects.list()).map(({ key, stepKey, state }) => [
            ...[key, stepKey, state],
          ]);
        await change({ gone: ['a'] });
        expect(await letters()).toEqual([
          ['a', 'b', 'open'],
          ['products:a:fr', 'a', 'superseded'],
        ]);
      });

      it('leaves ended letters and its row unchanged', async () => {
        await commit({ rejects: [reject('a')] });
        const [letter] = await leased.store.rejects.list();
        await leased.store.fenced.endRejects(leased.mine, [letter?.id ?? 0], 'discarded', T0);
        await put({ a: ROWS.gone as KnownRecord });
        await change({ gone: ['a'] });
        expect(await leased.store.rejects.list()).toMatchObject([{ state: 'discarded' }]);
        expect(await find('a')).toEqual({ a: ROWS.gone });
      });

      it('is written and its letters are superseded in one transaction', async () => {
        await commit({ rejects: [reject('a')] });
        await change({ put: new Map([['a', ROWS.gone as KnownRecord]]), gone: ['a'] });
        expect(await find('a')).toEqual({ a: ROWS.gone });
        expect(await leased.store.rejects.list()).toMatchObject([{ state: 'superseded' }]);
      });
    });

    describe('the fence', () => {
      const keys = ['a'];
      const all = { outcome: 'advance', cursor: T0, items: 0, generation: 9 } as const;
      const writes: Record<string, (held: Lease) => Promise<unknown>> = {
        put: (held) => put({ a: known() }, KEY, held),
        seen: (held) => change({ seen: { keys, generation: 9 } }, KEY, held),
        forget: (held) => change({ forget: keys }, KEY, held),
        gone: (held) => change({ gone: keys }, KEY, held),
        'a commit': (held) => commit({ records: { put: new Map([['a', known()]]) } }, held),
        generation: (held) => commit({ end: all }, held),
      };
      const everything = async () => ({
        records: await find('a'),
        counts: await count(9),
        rejects: await leased.store.rejects.list(),
        cursors: await leased.store.cursors.list(),
      });

      for (const [write, act] of Object.entries(writes)) {
        for (const [how, makeLease] of Object.entries(STALE)) {
          it(`lets ${write} write nothing under a lease that ${how}`, async () => {
            await commit({
              rejects: [reject('a')],
              records: { put: new Map([['a', acknowledged('1', T0, 1)]]) },
            });
            const held = await makeLease(leased);
            const before = await everything();
            await expect(act(held)).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
            expect(await everything()).toEqual(before);
          });
        }
      }

      it('rejects a write to another installation', async () => {
        const key = { ...KEY, installationId: 'i2' };
        const internal = { code: 'SPM_INTERNAL' };
        await expect(put({ a: HERE }, key)).rejects.toMatchObject(internal);
        await expect(change({ forget: ['a'], gone: ['a'] }, key)).rejects.toMatchObject(internal);
        const records = { put: new Map([['a', HERE]]) };
        await expect(commit({ key, records })).rejects.toMatchObject(internal);
        expect((await leased.store.records.find(key, ['a'])).size).toBe(0);
      });

      it('goes with its installation', async () => {
        await put(ROWS);
        await commit({ end: { outcome: 'advance', cursor: T0, items: 0, generation: 1 } });
        await leased.store.fenced.removeInstallation(leased.mine);
        expect(await find(...Object.keys(ROWS))).toEqual({});
        expect(await count(9)).toEqual({ known: 0, unseen: 0, lastFull: null });
      });
    });
  });
}

const NO_COUNTS = { read: 0, acknowledged: 0, unchanged: 0, skipped: 0, rejected: 0 };
