import { describe, expect, it } from 'vitest';
import { LEASE_TTL_MS } from '../../../src/runtime/lease/held-lease.ts';
import { withLease, withLeases } from '../../../src/runtime/lease/lease.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { openMemoryStore } from '../../helpers/memoryStore.ts';
import { ID, ManualClock, settled, T0 } from '../../helpers/syncBench.ts';

const me = { host: 'here', pid: 1, id: 'me' };
const other = { host: 'there', pid: 42, id: 'other' };

function setUp() {
  return { store: openMemoryStore(), clock: new ManualClock() };
}

describe('L1: a lease', () => {
  it('is released after success and failure, and keeps its fence', async () => {
    const { store, clock } = setUp();
    const failing = withLease(store, ID, me, clock, {}, async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.leases.get(ID)).toMatchObject({ until: 0, fence: 1 });
    const fence = await withLease(
      store,
      ID,
      other,
      clock,
      {},
      async (lease) => lease.current().fence,
    );
    expect(fence).toBe(2);
  });
});

describe('leases of several installations', () => {
  const until = async (store: Store) =>
    (await store.leases.list()).map((row) => [row.installationId, row.until > 0]);

  it('are held together, and released afterwards', async () => {
    const { store, clock } = setUp();
    await withLeases(store, ['b', 'a', 'b'], me, clock, {}, async (leases) => {
      expect(leases.map((lease) => lease.current().installationId)).toEqual(['a', 'b']);
      expect(await until(store)).toEqual([
        ['a', true],
        ['b', true],
      ]);
    });
    expect(await until(store)).toEqual([
      ['a', false],
      ['b', false],
    ]);
    expect(await withLeases(store, [], me, clock, {}, async (leases) => leases)).toEqual([]);
  });

  it('are all released when one of them cannot be taken', async () => {
    const { store, clock } = setUp();
    await withLease(store, 'b', other, clock, {}, async () => {
      let done = false;
      const both = withLeases(store, ['a', 'b'], me, clock, {}, async () => {
        done = true;
      });
      await expect(both).rejects.toMatchObject({ code: 'SPM_LEASE_HELD' });
      expect(done).toBe(false);
      expect(await until(store)).toEqual([
        ['a', false],
        ['b', true],
      ]);
    });
  });
});

describe('L2: a holder', () => {
  it('renews every ten seconds while it works', async () => {
    const { store, clock } = setUp();
    await withLease(store, ID, me, clock, {}, async (lease) => {
      for (let second = 0; second < 120; second += 5) await clock.pass(5_000);
      expect(lease.hasTimeFor(19_000)).toBe(true);
      expect(await store.leases.get(ID)).toMatchObject({ heartbeatAt: T0 + 120_000 });
    });
  });

  it('renews before a request that would end after the lease', async () => {
    const { store, clock } = setUp();
    await withLease(store, ID, me, clock, {}, async (lease) => {
      clock.jump(LEASE_TTL_MS - 5_000);
      expect(lease.hasTimeFor(5_000)).toBe(true);
      expect(lease.hasTimeFor(5_001)).toBe(false);
      await lease.ensureTimeFor(15_000);
      expect(lease.hasTimeFor(15_000)).toBe(true);
      await expect(lease.ensureTimeFor(LEASE_TTL_MS + 1)).rejects.toMatchObject({
        code: 'SPM_LEASE_LOST',
      });
    });
  });

  it('is told when another process took over while it was stopped', async () => {
    const { store, clock } = setUp();
    await withLease(store, ID, me, clock, {}, async (lease) => {
      clock.jump(LEASE_TTL_MS);
      await store.leases.acquire(ID, other, LEASE_TTL_MS, clock.now());
      await clock.pass(0);
      await settled();
      expect(lease.signal.aborted).toBe(true);
      expect(lease.signal.reason).toMatchObject({ code: 'SPM_LEASE_LOST' });
      expect(lease.hasTimeFor(0)).toBe(false);
    });
    expect((await store.leases.get(ID))?.until).toBeGreaterThan(clock.now());
  });

  it('retries while the store does not answer, until the lease expires', async () => {
    const { store, clock } = setUp();
    let answering = true;
    const flaky: Store = {
      ...store,
      leases: {
        ...store.leases,
        renew: (...args) =>
          answering ? store.leases.renew(...args) : Promise.reject(new Error('busy')),
      },
    };
    await withLease(flaky, ID, me, clock, {}, async (lease) => {
      answering = false;
      await clock.pass(15_000);
      expect(lease.signal.aborted).toBe(false);
      answering = true;
      await clock.pass(2_000);
      expect(lease.hasTimeFor(25_000)).toBe(true);
      answering = false;
      await clock.pass(60_000);
      expect(lease.signal.aborted).toBe(true);
    });
  });
});

describe('L3: a lease that is held', () => {
  const held = async () => {
    const world = setUp();
    const got = await world.store.leases.acquire(ID, other, LEASE_TTL_MS, T0);
    if (!got.acquired) throw new Error('not acquired');
    return { ...world, theirs: got.lease };
  };

  it('is refused with the holder, since when it holds it, and until when', async () => {
    const { store, clock } = await held();
    await clock.pass(12_000);
    const refused = withLease(store, ID, me, clock, {}, async () => 'never');
    await expect(refused).rejects.toMatchObject({
      code: 'SPM_LEASE_HELD',
      exit: 'busy',
      message: expect.stringContaining('process 42 on there'),
      cause: expect.stringMatching(/2026-01-10T12:00:00.000Z \(12 s\).*2026-01-10T12:00:30.000Z/),
      details: { holder: { host: 'there', pid: 42, until: '2026-01-10T12:00:30.000Z' } },
    });
  });

  it('is waited for when asked to, until the wait is over', async () => {
    const { store, clock, theirs } = await held();
    const waiting = withLease(store, ID, me, clock, { waitMs: 20_000 }, async () => 'mine');
    await settled();
    await clock.pass(5_000);
    await store.leases.release(theirs);
    await clock.pass(1_000);
    expect(await waiting).toBe('mine');

    const again = await held();
    const tired = withLease(again.store, ID, me, again.clock, { waitMs: 20_000 }, async () => 'no');
    const refusal = expect(tired).rejects.toMatchObject({ code: 'SPM_LEASE_HELD' });
    await settled();
    await again.clock.pass(20_000);
    await refusal;
  });

  it('by a dead process is waited for by default, and not taken before it expires', async () => {
    const { store, clock } = await held();
    const options = { holderIsGone: ({ pid }: { pid: number }) => pid === 42 };
    let got = false;
    const waiting = withLease(store, ID, me, clock, options, async (lease) => {
      got = true;
      return lease.current().fence;
    });
    await settled();
    await clock.pass(LEASE_TTL_MS - 1);
    expect(got).toBe(false);
    await clock.pass(1_000);
    expect(await waiting).toBe(2);
  });

  it('by a dead process is waited for no longer than asked; the error says until when', async () => {
    const { store, clock } = await held();
    const options = { waitMs: 3_000, holderIsGone: () => true };
    const refused = withLease(store, ID, me, clock, options, async () => 'never');
    const refusal = expect(refused).rejects.toMatchObject({
      code: 'SPM_LEASE_HELD',
      message: expect.stringContaining('process 42, which has died'),
      cause: 'its lease expires at 2026-01-10T12:00:30.000Z',
    });
    await settled();
    await clock.pass(3_000);
    await refusal;
  });

  it('by a dead process: after a signal, the error does not say that it still works', async () => {
    const { store, clock } = await held();
    const shutdown = new AbortController();
    const options = { holderIsGone: () => true, signal: shutdown.signal };
    const refused = withLease(store, ID, me, clock, options, async () => 'never');
    const refusal = expect(refused).rejects.toMatchObject({
      code: 'SPM_CANCELLED',
      cause: 'process 42 died, and its lease expires at 2026-01-10T12:00:30.000Z',
    });
    await settled();
    shutdown.abort();
    await refusal;
  });

  it('is not waited for after a shutdown', async () => {
    const { store, clock } = await held();
    const shutdown = new AbortController();
    const options = { waitMs: 3_600_000, signal: shutdown.signal };
    const refused = withLease(store, ID, me, clock, options, async () => 'never');
    const refusal = expect(refused).rejects.toMatchObject({
      code: 'SPM_CANCELLED',
      message: expect.stringContaining('Interrupted while waiting'),
    });
    await settled();
    shutdown.abort();
    await refusal;
  });
});
