import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../src/errors.ts';
import { buildHealthReport, SILENT_AFTER_MS } from '../../../src/runtime/health.ts';
import {
  BEAT_MS,
  type LoopEvent,
  runLoop,
  type SchedulerInput,
} from '../../../src/runtime/loop/scheduler.ts';
import { buildOverview } from '../../../src/runtime/overview.ts';
import type { SyncReport } from '../../../src/runtime/sync/report.ts';
import { openMemoryStore } from '../../helpers/memoryStore.ts';
import { DAY, ManualClock, MINUTE, settled } from '../../helpers/syncBench.ts';

const INTERVAL = 15 * MINUTE;
const OWNER = { host: 'here', pid: 1, id: 'me' };

const okReport = (installation_id: string) =>
  ({ installation_id, status: 'ok', steps: [], errors: [] }) as unknown as SyncReport;

/** A loop on a manual clock. */
function loop(more: Partial<SchedulerInput> = {}) {
  const clock = new ManualClock();
  const store = openMemoryStore();
  const stop = new AbortController();
  const events: LoopEvent[] = [];
  const begun: string[] = [];
  const ids = ['a', 'b'];
  const ended = runLoop({
    store,
    clock,
    random: () => 0.5,
    owner: OWNER,
    intervalMs: INTERVAL,
    concurrency: 4,
    drainTimeoutMs: 10_000,
    retention: { days: 90, rejectDays: 90 },
    signal: stop.signal,
    installations: async () => ids,
    tell: async (event) => {
      events.push(event);
    },
    ...more,
    sync: (id) => {
      begun.push(id);
      return more.sync ? more.sync(id) : Promise.resolve(okReport(id));
    },
  });
  const pass = async (ms: number) => {
    await settled();
    await clock.pass(ms);
    await settled();
  };
  const end = async () => {
    stop.abort();
    return ended;
  };
  const named = (name: LoopEvent['event']) => events.filter(({ event }) => event === name);
  return { clock, store, stop, events, begun, ids, ended, pass, end, named };
}

describe('a loop', () => {
  it('syncs every installation once an interval, and reports it', async () => {
    const { pass, begun, end, events } = loop();
    await pass(3 * INTERVAL + 2 * MINUTE);
    expect(begun.filter((id) => id === 'a')).toHaveLength(4);
    expect(begun.filter((id) => id === 'b')).toHaveLength(4);
    expect(await end()).toMatchObject({ event: 'loop_ended', given_up: [] });
    expect(events.slice(0, 3).map(({ event }) => event)).toEqual([
      'loop_started',
      'installations',
      'purged',
    ]);
  });

  it('runs one sync per installation at a time; a slow one does not delay the others', async () => {
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { pass, begun, end } = loop({
      sync: async (id) => {
        if (id === 'a') await slow;
        return okReport(id);
      },
    });
    await pass(3 * INTERVAL + 2 * MINUTE);
    expect(begun.filter((id) => id === 'a')).toHaveLength(1);
    expect(begun.filter((id) => id === 'b')).toHaveLength(4);
    release();
    await end();
  });

  it('runs no more syncs in parallel than allowed', async () => {
    let running = 0;
    let most = 0;
    const { clock, pass, end, ids, begun } = loop({
      concurrency: 2,
      sync: async (id) => {
        most = Math.max(most, ++running);
        await clock.sleep(MINUTE);
        running--;
        return okReport(id);
      },
    });
    ids.push('c', 'd', 'e');
    await pass(INTERVAL - MINUTE);
    expect(most).toBe(2);
    expect(new Set(begun).size).toBe(5);
    await end();
  });

  it('picks up new installations, and drops removed ones', async () => {
    const { pass, begun, end, ids, named } = loop();
    await pass(2 * MINUTE);
    ids.splice(0, 1);
    ids.push('new');
    await pass(BEAT_MS + 1_000);
    expect(begun).toContain('new');
    expect(named('installations').at(-1)).toMatchObject({ added: ['new'], removed: ['a'] });
    const before = begun.filter((id) => id === 'a').length;
    await pass(INTERVAL);
    expect(begun.filter((id) => id === 'a')).toHaveLength(before);
    await end();
  });

  it('skips a shop that was deactivated meanwhile, and drops it at once', async () => {
    const { pass, end, ids, named } = loop({
      sync: async (id) => {
        if (id !== 'a') return okReport(id);
        ids.splice(0, 1);
        throw new SpmError('SPM_INSTALLATION_INACTIVE', 'not active');
      },
    });
    await pass(1_000);
    expect(named('sync_ended')[0]).toMatchObject({ installation_id: 'a', status: 'skipped' });
    expect(named('installations').at(-1)).toMatchObject({ removed: ['a'] });
    await end();
  });

  it('looks for installations at once when it is told to', async () => {
    let look = () => {};
    const { pass, begun, end, ids } = loop({
      subscribe: (its) => {
        look = its;
      },
    });
    await pass(1_000);
    ids.push('new');
    await pass(1_000);
    expect(begun).not.toContain('new');
    look();
    await settled();
    await pass(1);
    expect(begun).toContain('new');
    await end();
  });

  it('retries an API that is down for hours at most once an interval each', async () => {
    const { pass, begun, end, named } = loop({
      sync: async () => {
        throw new SpmError('SPM_API_UNREACHABLE', 'The API did not answer');
      },
    });
    await pass(10 * 60 * MINUTE);
    // 1, 2, 4 and 8 minutes, then every 15.
    expect(begun.length).toBeLessThanOrEqual(2 * (5 + 40));
    expect(begun.length).toBeGreaterThanOrEqual(2 * 38);
    expect(named('sync_ended').at(-1)).toMatchObject({
      status: 'failed',
      error: { code: 'SPM_API_UNREACHABLE' },
    });
    await end();
  });

  it('survives a store that does not answer for a while', async () => {
    let broken = false;
    const { pass, begun, end, named, ids } = loop({
      installations: async () => {
        if (broken) throw new SpmError('SPM_STORE_BUSY', 'locked');
        return ids;
      },
    });
    await pass(MINUTE);
    broken = true;
    await pass(MINUTE);
    expect(named('trouble')).toHaveLength(6);
    expect(named('trouble')[0]).toMatchObject({ error: { code: 'SPM_STORE_BUSY' } });
    broken = false;
    await pass(INTERVAL);
    expect(begun.filter((id) => id === 'a')).toHaveLength(2);
    await end();
  });

  it('comes back to an installation that another process works on', async () => {
    let busy = true;
    const { pass, begun, end, named } = loop({
      sync: async (id) => {
        if (busy) throw new SpmError('SPM_LEASE_HELD', 'busy');
        return okReport(id);
      },
    });
    await pass(1_000);
    busy = false;
    expect(named('sync_ended')[0]).toMatchObject({ status: 'busy' });
    await pass(3 * MINUTE);
    expect(begun.filter((id) => id === 'a')).toHaveLength(2);
    await end();
  });

  it('purges once a day', async () => {
    const { pass, end, named } = loop();
    await pass(2 * DAY + MINUTE);
    expect(named('purged')).toHaveLength(3);
    await end();
  });
});

describe('the end of a loop', () => {
  it('waits for running syncs', async () => {
    let finish = () => {};
    const { pass, end, named } = loop({
      sync: async (id) => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return okReport(id);
      },
    });
    await pass(1_000);
    const ending = end();
    finish();
    expect(await ending).toMatchObject({ given_up: [] });
    expect(named('sync_ended')).toHaveLength(1);
  });

  it('does not wait forever', async () => {
    const { clock, pass, end } = loop({ sync: () => new Promise(() => {}) });
    await pass(1_000);
    const ending = end();
    await settled();
    await clock.pass(12_000);
    expect(await ending).toMatchObject({ given_up: ['a'] });
  });
});

describe('the heartbeat of a loop', () => {
  it('is read by health and the overview, and removed when the loop ends', async () => {
    const { clock, store, pass, end } = loop();
    await pass(5 * MINUTE);
    const health = await buildHealthReport(store, clock.now());
    expect(health.loops).toMatchObject([{ host: 'here', pid: 1, silent: false }]);
    expect(health.status).toBe('ok');
    const { next_run } = await buildOverview(store, clock.now());
    expect(next_run).toBe(health.loops[0]?.next_at);
    expect(Date.parse(next_run ?? '')).toBeGreaterThan(clock.now());
    await end();
    expect(await store.heartbeats.list()).toEqual([]);
  });

  it('degrades health once the loop has died, until another loop takes its place', async () => {
    const { store } = loop();
    const clock = new ManualClock();
    const beat = { owner: { ...OWNER, id: 'dead' }, startedAt: 0, beatAt: clock.now(), nextAt: 5 };
    await store.heartbeats.put(beat);
    await clock.pass(SILENT_AFTER_MS + 1);
    const health = await buildHealthReport(store, clock.now());
    expect(health).toMatchObject({ status: 'degraded' });
    expect(health.loops.find(({ silent }) => silent)).toMatchObject({ pid: 1 });
    expect((await buildOverview(store, clock.now())).next_run).not.toBe('1970-01-01T00:00:00.005Z');
    const next = loop({ store, clock });
    await settled();
    await next.end();
    expect((await store.heartbeats.list()).map(({ owner }) => owner.id)).not.toContain('dead');
  });
});
