/** The schedule of the Store port as an executable contract. `again` opens a second handle on the same data. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/runtime/ports/store.ts';

const T0 = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const MINUTE = 60_000;
const TTL = 40_000;
const EVERY = { intervalMs: 15 * MINUTE, jitter: 0.1 };
const IDS = ['a', 'b', 'c', 'd'];

export function scheduleConformance(
  name: string,
  openTwo: () => Promise<readonly [Store, Store]>,
): void {
  describe(`${name} keeps the schedule`, () => {
    let store: Store;
    let other: Store;
    beforeEach(async () => {
      [store, other] = await openTwo();
      const entries = IDS.map((installationId, index) => ({ installationId, dueAt: T0 - index }));
      await store.schedule.enroll(entries, EVERY, T0);
    });
    afterEach(async () => {
      await store.close();
      await other.close();
    });

    const claim = async (more: Partial<Parameters<Store['schedule']['claimDue']>[0]> = {}) =>
      idsOf(
        await store.schedule.claimDue({
          ...{ among: IDS, limit: 9, ownerId: 'me', ttlMs: TTL, now: T0, ...more },
        }),
      );
    const idsOf = (rows: readonly { installationId: string }[]) =>
      rows.map(({ installationId }) => installationId);
    const row = async (id: string) =>
      (await store.schedule.list()).find(({ installationId }) => installationId === id);
    const settle = (id: string, more = {}, ownerId = 'me') =>
      store.schedule.settle(id, ownerId, {
        ...{ dueAt: T0 + 16 * MINUTE, reason: 'interval' as const, failures: 0, ...more },
      });

    it('adds what is missing, and keeps what it knows', async () => {
      await store.schedule.enroll([{ installationId: 'a', dueAt: T0 + 5 }], EVERY, T0);
      expect(await row('a')).toEqual({
        installationId: 'a',
        dueAt: T0,
        reason: 'new',
        failures: 0,
        paused: false,
        intervalMs: null,
        claim: null,
      });
      expect(idsOf(await store.schedule.list())).toEqual(IDS);
    });

    it('brings forward what waits for a longer interval, and nothing else', async () => {
      await claim();
      await settle('a', { dueAt: T0 + 60 * MINUTE });
      await settle('b', { dueAt: T0 + 60 * MINUTE, reason: 'pause' });
      await settle('c', { dueAt: T0 + MINUTE });
      await settle('d', { dueAt: T0 + 60 * MINUTE });
      await store.schedule.setInterval('d', 50 * MINUTE, T0);
      const entries = IDS.map((installationId) => ({ installationId, dueAt: T0 }));
      await store.schedule.enroll(entries, EVERY, T0);
      const waits = (await store.schedule.list()).map(({ dueAt }) => (dueAt - T0) / MINUTE);
      expect(waits).toEqual([16.5, 60, 1, 50]);
    });

    it('claims what is due, most overdue first, and no more than asked', async () => {
      expect(await claim({ limit: 0 })).toEqual([]);
      expect(await claim({ limit: -1 })).toEqual([]);
      expect(await claim({ among: ['a', 'b', 'c'], limit: 2 })).toEqual(['c', 'b']);
      expect(await row('c')).toMatchObject({ claim: { ownerId: 'me', until: T0 + TTL } });
      expect(await claim({ now: T0 - 3 })).toEqual(['d']);
      expect(await claim()).toEqual(['a']);
      expect(await claim()).toEqual([]);
    });

    it('gives an installation to one of two handles', async () => {
      const both = await Promise.all(
        [store, other, store, other].map((handle, index) =>
          handle.schedule.claimDue({
            ...{ among: IDS, limit: 3, ownerId: `o${index}`, ttlMs: TTL, now: T0 },
          }),
        ),
      );
      expect(both.flatMap(idsOf).sort()).toEqual(IDS);
    });

    it('takes over a claim that ran out, and one that a clock ahead has dated', async () => {
      await claim({ among: ['a'] });
      await claim({ among: ['b'], now: T0 + 60 * MINUTE });
      expect(await claim({ ownerId: 'you', now: T0 + TTL - 1 })).toEqual(['d', 'c', 'b']);
      expect(await claim({ ownerId: 'you', now: T0 + TTL })).toEqual(['a']);
    });

    it('respects a claim of a process that read its clock a little later', async () => {
      await claim({ among: ['a'], now: T0 + 5_000 });
      expect(await claim({ among: ['a'], ownerId: 'you' })).toEqual([]);
    });

    it('renews claims of their owner, also expired ones that nobody took', async () => {
      await claim({ among: ['a', 'b', 'c'] });
      await settle('c');
      await claim({ among: ['b'], ownerId: 'you', now: T0 + TTL });
      const renewed = await store.schedule.renewClaims({
        ...{ installationIds: IDS, ownerId: 'me', ttlMs: TTL, now: T0 + TTL + 1 },
      });
      expect(renewed).toEqual(['a']);
      expect(await row('a')).toMatchObject({ claim: { until: T0 + 2 * TTL + 1 } });
      expect(await row('b')).toMatchObject({ claim: { ownerId: 'you', until: T0 + 2 * TTL } });
    });

    it('settles a claim of its owner only', async () => {
      await claim();
      expect(await settle('a', { reason: 'failed', failures: 2 })).toBe(true);
      expect(await row('a')).toMatchObject({
        ...{ dueAt: T0 + 16 * MINUTE, reason: 'failed', failures: 2, claim: null },
      });
      expect(await settle('a')).toBe(false);
      expect(await settle('b', {}, 'you')).toBe(false);
      expect(await settle('nobody')).toBe(false);
      expect(await row('b')).toMatchObject({ claim: { ownerId: 'me' }, dueAt: T0 - 1 });
    });

    it('releases the claims of one owner, which are due as before', async () => {
      await claim({ among: ['a'] });
      await claim({ among: ['b'], ownerId: 'you' });
      await store.schedule.release('me');
      expect(await claim({ among: ['a', 'b'], ownerId: 'third' })).toEqual(['a']);
    });

    it('says when the next one is due that nobody has', async () => {
      expect(await store.schedule.nextDue(['a', 'b'], T0)).toBe(T0 - 1);
      expect(await store.schedule.nextDue(['nobody'], T0)).toBeNull();
      await claim({ among: ['b'] });
      await store.schedule.setPaused('d', true, T0);
      expect(await store.schedule.nextDue(['a', 'b', 'd'], T0)).toBe(T0);
      expect(await store.schedule.nextDue(['b'], T0 + TTL - 1)).toBeNull();
      expect(await store.schedule.nextDue(['b'], T0 + TTL)).toBe(T0 - 1);
    });

    it('skips a paused installation until it is resumed', async () => {
      expect(await store.schedule.setPaused('a', true, T0)).toBe(true);
      expect(await store.schedule.setPaused('a', true, T0)).toBe(false);
      expect(await store.schedule.setPaused('new', false, T0)).toBe(false);
      expect(await claim()).toEqual(['d', 'c', 'b']);
      expect(await store.schedule.setPaused('a', false, T0)).toBe(true);
      expect(await claim()).toEqual(['a']);
    });

    it('gives an installation its own interval', async () => {
      await claim();
      await settle('a');
      await store.schedule.setInterval('a', 5 * MINUTE, T0);
      expect(await row('a')).toMatchObject({ intervalMs: 5 * MINUTE, dueAt: T0 + 5 * MINUTE });
      await store.schedule.setInterval('a', null, T0);
      expect(await row('a')).toMatchObject({ intervalMs: null, dueAt: T0 + 5 * MINUTE });
    });

    it('makes an installation due, also while it is synced', async () => {
      await claim({ among: ['a'] });
      await store.schedule.makeDue('a', 'activated', T0 + 7);
      expect(await settle('a')).toBe(false);
      expect(await row('a')).toMatchObject({ dueAt: T0 + 7, reason: 'activated', claim: null });
      await store.schedule.makeDue('new', 'activated', T0);
      expect(await row('new')).toMatchObject({ dueAt: T0, reason: 'activated' });
    });
  });
}
