/** S1: loops on one store share the installations, also after one of them was killed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SpmError } from '../../../src/errors.ts';
import { type LoopEvent, runLoop } from '../../../src/runtime/loop/scheduler.ts';
import type { Clock } from '../../../src/runtime/ports/engine.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import type { SyncReport } from '../../../src/runtime/sync/report.ts';
import { MemoryData, openMemoryStore } from '../../helpers/memoryStore.ts';
import { openSqliteStore } from '../../helpers/sqliteStore.ts';
import { ManualClock, MINUTE, settled } from '../../helpers/syncBench.ts';

const INTERVAL = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const IDS = Array.from({ length: 20 }, (_, index) => `shop-${index}`);
/** A sync may start a tenth early or late, wait for a place, and be noticed at the next beat. */
const EARLIEST = 0.9 * INTERVAL;
const LATEST = 1.1 * INTERVAL + 3 * MINUTE;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const one of cleanUp.splice(0)) one();
});

/** Both kinds of store, each with two handles on the same data. */
const STORES: Record<string, () => Promise<readonly [Store, Store]>> = {
  memory: async () => {
    const data = new MemoryData();
    return [openMemoryStore(data), openMemoryStore(data)];
  },
  SQLite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spm-shared-'));
    cleanUp.push(() => rmSync(folder, { recursive: true }));
    const options = { path: join(folder, 'store.sqlite'), now: () => 0 };
    return [await openSqliteStore(options), await openSqliteStore(options)];
  },
};

/** A different random source for each loop, the same in each run of the test. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

interface Start {
  id: string;
  at: number;
  by: string;
}

/** A loop of a process that can be killed: nothing that it waits for comes then. */
function process(
  name: string,
  { clock, store, starts, seed }: { clock: Clock; store: Store; starts: Start[]; seed: number },
  sync?: (id: string) => Promise<SyncReport>,
) {
  const stop = new AbortController();
  const events: LoopEvent[] = [];
  let killed = false;
  const own: Clock = {
    now: () => clock.now(),
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      if (killed) await new Promise(() => {});
    },
  };
  const ended = runLoop({
    ...{ store, clock: own, random: seeded(seed), signal: stop.signal, intervalMs: INTERVAL },
    ...{ concurrency: 4, drainTimeoutMs: 10_000, retention: { days: 90, rejectDays: 90 } },
    owner: { host: 'here', pid: seed, id: name },
    installations: async () => IDS,
    tell: async (event) => {
      events.push(event);
    },
    sync: async (id) => {
      starts.push({ id, at: clock.now(), by: name });
      if (sync) return sync(id);
      await own.sleep(20_000);
      return { installation_id: id, status: 'ok', steps: [], errors: [] } as unknown as SyncReport;
    },
  });
  const end = async () => {
    stop.abort();
    return ended;
  };
  const kill = () => {
    killed = true;
  };
  return { end, events, kill };
}

function gaps(starts: readonly Start[], id: string): number[] {
  const times = starts.filter((one) => one.id === id).map(({ at }) => at);
  return times.slice(1).map((at, index) => at - (times[index] as number));
}

function expectOncePerInterval(starts: readonly Start[], from: number, to: number): void {
  for (const id of IDS) {
    const own = starts.filter((one) => one.id === id && one.at >= from);
    for (const gap of gaps(own, id)) {
      expect(gap).toBeGreaterThanOrEqual(EARLIEST);
      expect(gap).toBeLessThanOrEqual(LATEST);
    }
    expect(own.length).toBeGreaterThanOrEqual(Math.floor((to - from) / LATEST));
  }
}

describe.each([
  ['memory', 10 * HOUR],
  ['SQLite', 2 * HOUR],
])('S1: two loops on one store in %s', (kind, duration) => {
  const given = async () => {
    const [first, second] = await (STORES[kind] as (typeof STORES)[string])();
    const clock = new ManualClock();
    const starts: Start[] = [];
    const one = process('one', { clock, store: first, starts, seed: 1 });
    const two = process('two', { clock, store: second, starts, seed: 2 });
    await settled();
    cleanUp.unshift(() => void Promise.all([first.close(), second.close()]));
    return { clock, starts, one, two, second };
  };

  it('sync every shop once per interval, and share them', async () => {
    const { clock, starts, one, two } = await given();
    const from = clock.now();
    await clock.pass(duration);
    expectOncePerInterval(starts, from, clock.now());
    const shares = ['one', 'two'].map((name) => starts.filter(({ by }) => by === name).length);
    expect(Math.min(...shares)).toBeGreaterThan(starts.length / 10);
    const ending = Promise.all([one.end(), two.end()]);
    await settled();
    await clock.pass(20_000);
    await ending;
  }, 60_000);

  it('go on after one was killed, which loses its shops within a minute', async () => {
    const { clock, starts, one, two, second } = await given();
    // Until the first loop is in the middle of some syncs.
    const claimed = async () =>
      (await second.schedule.list()).filter(({ claim }) => claim?.ownerId === 'one');
    await clock.pass(INTERVAL);
    while ((await claimed()).length === 0) await clock.pass(1_000);
    const lost = (await claimed()).map(({ installationId }) => installationId);
    one.kill();
    const from = clock.now();
    await clock.pass(MINUTE);
    const taken = starts.filter(({ by, at }) => by === 'two' && at > from).map(({ id }) => id);
    expect(taken).toEqual(expect.arrayContaining(lost));
    expect(starts.filter(({ by, at }) => by === 'one' && at > from)).toEqual([]);
    await clock.pass(duration);
    expectOncePerInterval(starts, from, clock.now());
    const ending = two.end();
    await settled();
    await clock.pass(20_000);
    await ending;
  }, 60_000);
});

describe('a loop that starts again', () => {
  it('keeps the count of failures and the times of the loop before', async () => {
    const data = new MemoryData();
    const clock = new ManualClock();
    const starts: Start[] = [];
    const down = async () => {
      throw new SpmError('SPM_API_UNREACHABLE', 'The API did not answer');
    };
    const parts = (seed: number) => ({ clock, store: openMemoryStore(data), starts, seed });
    const first = process('one', parts(1), down);
    await settled();
    await clock.pass(6 * MINUTE);
    await first.end();
    const before = [...data.schedule.values()].map((row) => structuredClone(row));
    expect(new Set(before.map(({ reason }) => reason))).toEqual(new Set(['failed']));
    expect(Math.min(...before.map(({ failures }) => failures))).toBeGreaterThanOrEqual(2);
    const next = process('two', parts(2), down);
    const count = starts.length;
    await settled();
    const due = Math.min(...before.map(({ dueAt }) => dueAt));
    await clock.pass(due - clock.now() - 1);
    expect(starts).toHaveLength(count);
    await clock.pass(20 * MINUTE);
    for (const { installationId, failures } of before)
      expect(data.schedule.get(installationId)?.failures).toBeGreaterThan(failures);
    await next.end();
  });

  it('goes on at once with what the end of the loop before cut off', async () => {
    const data = new MemoryData();
    const clock = new ManualClock();
    const starts: Start[] = [];
    const parts = (seed: number) => ({ clock, store: openMemoryStore(data), starts, seed });
    let cut = () => {};
    const first = process('one', parts(1), async (id) => {
      await new Promise<void>((resolve) => {
        cut = resolve;
      });
      return { installation_id: id, status: 'partial' } as unknown as SyncReport;
    });
    await settled();
    await settled();
    const ending = first.end();
    cut();
    await ending;
    expect(starts.map(({ id }) => id)).toEqual([IDS[0]]);
    const next = process('two', parts(2));
    await settled();
    await settled();
    expect(starts[1]).toMatchObject({ id: IDS[0], by: 'two', at: starts[0]?.at });
    const over = next.end();
    await settled();
    await clock.pass(20_000);
    await over;
  });
});
