import { getEventListeners } from 'node:events';
import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../src/connector/bulk.ts';
import type { BulkStepConfig, SyncStep, SyncStepContext } from '../../../src/connector/types.ts';
import { SpmError } from '../../../src/errors.ts';
import type { CursorKey, Lease, StepCounts } from '../../../src/runtime/ports/records.ts';
import { makeInstallationState } from '../../../src/runtime/state.ts';
import type { SyncReport } from '../../../src/runtime/sync/report.ts';
import { accepted } from '../../helpers/scriptedApi.ts';
import {
  bench,
  customers,
  DAY,
  ID,
  MINUTE,
  makeActive,
  pushing,
  settled,
  stepOf,
  T0,
} from '../../helpers/syncBench.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const failing = (message = 'the partner is down') =>
  stepOf('orders', {
    run: async () => {
      throw new Error(message);
    },
  });
/** Rejects the items with these ids. */
const refusing =
  (...ids: string[]) =>
  ({ body }: { body: Record<string, unknown>[] }) => {
    const bad = body.flatMap((item, index) =>
      ids.includes(String(item.customer_id)) ? [index] : [],
    );
    return { body: accepted(body, Object.fromEntries(bad.map((index) => [index, ['no good']]))) };
  };

describe('R1: a run', () => {
  it('takes the lease, opens a row, runs the enabled steps in order, closes the row, releases', async () => {
    const { sync, store } = bench();
    const order: string[] = [];
    const noting = (entity: string, enabled = true) =>
      stepOf(entity, {
        enabled: () => enabled,
        run: async (ctx) => {
          order.push(entity);
          expect((await store.leases.get(ID))?.until).toBeGreaterThan(T0);
          expect((await store.runs.list())[0]?.status).toBe('running');
          return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
        },
      });
    const report = await sync([noting('b'), noting('off', false), noting('a')]);
    expect(order).toEqual(['b', 'a']);
    expect(report).toMatchObject({ installation_id: ID, status: 'ok', errors: [] });
    expect(report.steps.map(({ entity, status }) => [entity, status])).toEqual([
      ['b', 'ok'],
      ['off', 'disabled'],
      ['a', 'ok'],
    ]);
    expect(await store.runs.get(report.run_id)).toMatchObject({ status: 'ok', summary: report });
    expect((await store.leases.get(ID))?.until).toBe(0);
  });

  it('counts an exception as an error of its step, and goes on', async () => {
    const { sync, cursor } = bench();
    const report = await sync([failing(), stepOf('customers')]);
    expect(report.status).toBe('partial');
    expect(report.steps[0]).toMatchObject({ status: 'error', errors: ['the partner is down'] });
    expect(report.steps[1]).toMatchObject({ status: 'ok' });
    expect(await cursor('customers')).toMatchObject({ lastSyncedAt: T0 });
  });

  it('is failed when nothing succeeded', async () => {
    const { sync, store } = bench();
    const report = await sync(failing());
    expect(report.status).toBe('failed');
    expect(await store.runs.get(report.run_id)).toMatchObject({ status: 'failed' });
  });

  it('rejects an entity that no step has, before it does anything', async () => {
    const { sync, store } = bench();
    await expect(sync(stepOf('orders'), { only: ['order'] })).rejects.toMatchObject({
      code: 'SPM_UNKNOWN_ENTITY',
      hint: 'Did you mean "orders"?',
    });
    expect(await store.runs.list()).toEqual([]);
  });

  it('syncs only the requested entities', async () => {
    const report = await bench().sync([stepOf('a'), stepOf('b')], { only: ['b'] });
    expect(report.steps.map(({ entity }) => entity)).toEqual(['b']);
  });
});

describe('R2: windows', () => {
  it('reach back over the backfill at first, then to the cursor minus the overlap', async () => {
    const { sync, clock } = bench();
    const options = { backfillDays: 30, overlapSeconds: 60, settleSeconds: 10 };
    const first = await sync(stepOf('orders'), options);
    const until = T0 - 10_000;
    expect(first.steps[0]).toMatchObject({
      window: { since: iso(T0 - 30 * DAY), until: iso(until) },
      cursor_before: null,
      cursor_after: iso(until),
    });
    await clock.pass(DAY);
    const second = await sync(stepOf('orders'), options);
    expect(second.steps[0]).toMatchObject({
      window: { since: iso(until - 60_000), until: iso(until + DAY) },
      cursor_before: iso(until),
    });
    const full = await sync(stepOf('orders'), { ...options, full: true });
    expect(full.steps[0]?.window?.since).toBe(iso(T0 + DAY - 30 * DAY));
    await clock.pass(60 * DAY);
    const late = await sync(stepOf('orders'), { ...options, full: true });
    expect(late.steps[0]?.window?.since).toBe(iso(until + DAY - 60_000));
  });

  it('are on disk before anything is read', async () => {
    const { sync, window } = bench();
    let seen: unknown;
    await sync(
      stepOf('orders', {
        run: async (ctx) => {
          seen = await window('orders');
          return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
        },
      }),
    );
    expect(seen).toMatchObject({ until: T0, position: null });
  });

  const stopsAfterCheckpoint = stepOf('orders', {
    run: async (ctx) => {
      await ctx.checkpoint({ at: '2026-01-02', id: 7 });
      throw new Error('stopped half-way');
    },
  });
  const resuming = (seen: SyncStepContext<object>[]) =>
    stepOf('orders', {
      run: async (ctx) => {
        seen.push(ctx);
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });

  it('are reused with their bounds when a position was committed', async () => {
    const { sync, clock, cursor } = bench();
    await sync(stopsAfterCheckpoint);
    await clock.pass(DAY);
    const seen: SyncStepContext<object>[] = [];
    await sync(resuming(seen));
    expect(seen[0]?.resume).toEqual({ at: '2026-01-02', id: 7 });
    expect(seen[0]?.window).toEqual({ since: new Date(T0 - 30 * DAY), until: new Date(T0) });
    expect((await cursor('orders'))?.lastSyncedAt).toBe(T0 + DAY);
  });

  it('are followed by the window up to the start of the run, in one report', async () => {
    const { sync, clock } = bench();
    await sync(stopsAfterCheckpoint, { full: true });
    await clock.pass(DAY);
    const seen: SyncStepContext<object>[] = [];
    const report = await sync(resuming(seen), { full: true });
    expect(seen.map(({ window }) => window)).toEqual([
      { since: new Date(T0 - 30 * DAY), until: new Date(T0) },
      { since: new Date(T0), until: new Date(T0 + DAY) },
    ]);
    expect(report.steps).toMatchObject([
      {
        status: 'ok',
        resumed: true,
        window: { since: iso(T0 - 30 * DAY), until: iso(T0 + DAY) },
        cursor_before: null,
        cursor_after: iso(T0 + DAY),
      },
    ]);
  });

  it('continue the counts of the progress in the next window', async () => {
    const { sync, clock } = bench();
    await sync(stopsAfterCheckpoint);
    await clock.pass(DAY);
    const seen: number[] = [];
    const reading = stepOf('orders', {
      run: async (ctx) => {
        await ctx.sendBulk(SpmCustomers.bulkSave, customers('a', 'b'));
        return { items: 2, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const observer = {
      progress: (_entity: string, _source: string, { read }: { read: number }) =>
        void seen.push(read),
    };
    const report = await sync(reading, {}, { observer });
    expect(report.totals.read).toBe(4);
    expect(seen.at(-1)).toBe(4);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('move the cursor when they are finished, even if the overlap grew meanwhile', async () => {
    const { sync, clock } = bench();
    await sync(stepOf('orders'));
    await clock.pass(DAY);
    await sync(stopsAfterCheckpoint, { overlapSeconds: 60 });
    await clock.pass(DAY);
    const report = await sync(stepOf('orders'), { overlapSeconds: 3600 });
    expect(report.steps[0]).toMatchObject({ resumed: true, cursor_after: iso(T0 + 2 * DAY) });
  });

  it('are replaced by fresh ones when no position was committed', async () => {
    const { sync, clock } = bench();
    await sync(failing());
    await clock.pass(DAY);
    const report = await sync(stepOf('orders'));
    expect(report.steps[0]).toMatchObject({ resumed: false, window: { until: iso(T0 + DAY) } });
  });

  it('of a full run are replaced by full ones, also by a plain run', async () => {
    const { sync, clock } = bench();
    await sync(stepOf('orders'));
    await clock.pass(DAY);
    await sync(failing(), { full: true });
    await clock.pass(DAY);
    const report = await sync(stepOf('orders'));
    expect(report.steps[0]).toMatchObject({
      resumed: false,
      window: { since: iso(T0 + 2 * DAY - 30 * DAY), until: iso(T0 + 2 * DAY) },
    });
    await clock.pass(DAY);
    const next = await sync(stepOf('orders'));
    expect(next.steps[0]?.window?.since).toBe(iso(T0 + 2 * DAY));
  });

  it.each([false, true])(
    'are opened anew where what their position meant has changed (full: %s)',
    async (full) => {
      const { sync, clock, lines, api } = bench();
      await sync(stepOf('orders'));
      await clock.pass(DAY);
      await sync(stopsAfterCheckpoint, { full });
      await clock.pass(DAY);
      const seen: SyncStepContext<object>[] = [];
      const provisioned = { sourceIds: {}, defIds: { Visits: 99 } };
      const report = await sync(resuming(seen), {}, { provisioned });
      expect(api.requests).toEqual([]);
      expect(seen[0]?.resume).toBeNull();
      expect(report.steps[0]).toMatchObject({
        resumed: false,
        window: { since: iso(full ? T0 + 2 * DAY - 30 * DAY : T0), until: iso(T0 + 2 * DAY) },
      });
      expect(lines).toContainEqual(
        expect.objectContaining({
          level: 'info',
          message: expect.stringContaining('read from its start'),
        }),
      );
    },
  );

  it('of a store without plan hashes are resumed', async () => {
    const { sync, clock, store, window } = bench();
    await sync(stopsAfterCheckpoint);
    await clock.pass(DAY);
    const unknown = { ...store, cursors: { ...store.cursors, getWindow } };
    async function getWindow(key: CursorKey) {
      const open = await store.cursors.getWindow(key);
      return open && { ...open, planHash: null };
    }
    expect((await window('orders'))?.planHash).toMatch(/^[0-9a-f]{64}$/);
    const report = await sync(stepOf('orders'), {}, { store: unknown });
    expect(report.steps[0]?.resumed).toBe(true);
  });

  it('of a plain run are replaced by a full run; those of a full run are finished by both', async () => {
    for (const [first, second, resumed] of [
      [false, true, false],
      [true, true, true],
      [true, false, true],
    ] as const) {
      const { sync, clock } = bench();
      await sync(stopsAfterCheckpoint, { full: first });
      await clock.pass(DAY);
      const report = await sync(stepOf('orders'), { full: second });
      expect(report.steps[0]?.resumed).toBe(resumed);
    }
  });

  it('that start after the cursor leave the cursor, since a gap stays unread', async () => {
    const { sync, clock } = bench();
    await sync(stepOf('orders'));
    await clock.pass(DAY);
    const report = await sync(stepOf('orders'), { since: T0 + MINUTE });
    expect(report.steps[0]).toMatchObject({ status: 'ok', cursor_after: iso(T0) });
    expect(report.steps[0]?.warnings[0]).toContain('after the cursor');
  });
});

describe('windows with explicit bounds', () => {
  const bounds = (step: { window: { since: string | null } | null } | undefined) =>
    step?.window?.since;
  const stopsAfterCheckpoint = stepOf('orders', {
    run: async (ctx) => {
      await ctx.checkpoint('half-way');
      throw new Error('stopped half-way');
    },
  });

  it('create no cursor when they start later than the backfill', async () => {
    for (const full of [true, false]) {
      const { sync, cursor } = bench();
      const report = await sync(stepOf('orders'), { full, since: T0 - DAY });
      expect(report.steps[0]?.warnings[0]).toContain('after the start of the backfill');
      expect((await cursor('orders'))?.lastSyncedAt).toBeNull();
      expect(bounds((await sync(stepOf('orders'))).steps[0])).toBe(iso(T0 - 30 * DAY));
    }
  });

  it('create a cursor when they leave no gap', async () => {
    const early = await bench().sync(stepOf('orders'), { since: T0 - 30 * DAY });
    expect(early.steps[0]?.cursor_after).toBe(iso(T0));
    const ended = await bench().sync(stepOf('orders'), { until: T0 - DAY });
    expect(ended.steps[0]?.cursor_after).toBe(iso(T0 - DAY));
  });

  it.each<[string, Partial<SyncStep<object>>]>([
    ['ends clean', {}],
    ['does not say where to', { run: async () => ({ items: 0, errors: [] }) }],
    ['commits positions and fails', stopsAfterCheckpoint],
    [
      'is refused',
      {
        run: async (ctx) => {
          await ctx.sendBulk(SpmCustomers.bulkSave, customers('bad'));
          return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
        },
      },
    ],
  ])('leave one that is open alone, also when the step %s', async (_, sketch) => {
    const { sync, clock, window } = bench({ script: refusing('bad') });
    await sync(stopsAfterCheckpoint);
    await clock.pass(DAY);
    const open = await window('orders');
    for (const options of [{ since: T0 - DAY }, { until: T0 }]) {
      const report = await sync(stepOf('orders', sketch), options);
      expect(report.steps[0]?.resumed).toBe(false);
      expect(await window('orders')).toEqual(open);
      await clock.pass(DAY);
    }
    expect((await sync(stepOf('orders'))).steps[0]?.resumed).toBe(true);
  });

  it('are not resumed: the next sync starts at the cursor', async () => {
    const { sync, clock, window } = bench();
    await sync(stepOf('orders'));
    await clock.pass(DAY);
    await sync(stopsAfterCheckpoint, { since: T0 - DAY });
    expect(await window('orders')).toBeNull();
    await clock.pass(DAY);
    expect(bounds((await sync(stepOf('orders'))).steps[0])).toBe(iso(T0));
  });
});

describe('R3: the end of a clean step', () => {
  it('without advanceCursorTo moves nothing, counts no failure and warns', async () => {
    const { sync, cursor, lines } = bench();
    const report = await sync(stepOf('orders', { run: async () => ({ items: 0, errors: [] }) }));
    expect(report.steps[0]).toMatchObject({ status: 'ok', cursor_after: null });
    expect(await cursor('orders')).toMatchObject({ lastSyncedAt: null, consecutiveFailures: 0 });
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: expect.stringContaining('advanceCursorTo'),
      }),
    );
  });

  it('beyond the window is moved back to its end', async () => {
    const { sync, cursor } = bench();
    const report = await sync(
      stepOf('orders', {
        run: async () => ({ items: 0, errors: [], advanceCursorTo: new Date(T0 + DAY) }),
      }),
    );
    expect((await cursor('orders'))?.lastSyncedAt).toBe(T0);
    expect(report.steps[0]?.warnings[0]).toContain('reduced');
  });
});

describe('R4: a held cursor', () => {
  it('waits twice as long after each failure, is reported meanwhile, and resets when clean', async () => {
    const { sync, clock, cursor, lines } = bench();
    for (const wait of [1, 2, 4]) {
      await sync(failing());
      await clock.pass(wait * MINUTE - 1);
      const waiting = await sync(failing());
      expect(waiting.status).toBe('partial');
      expect(waiting.steps[0]).toMatchObject({
        status: 'waiting',
        not_before: iso(clock.now() + 1),
        errors: ['the partner is down'],
      });
      await clock.pass(1);
    }
    const held = lines.filter(
      ({ message }) => message === 'The cursor of orders is held: the partner is down',
    );
    expect(held.map(({ level }) => level)).toEqual(['warn', 'warn', 'error']);
    expect((await sync(stepOf('orders'))).status).toBe('ok');
    expect((await cursor('orders'))?.consecutiveFailures).toBe(0);
  });

  it('makes every step wait for a pause that the API asked for, also in a full run', async () => {
    const headers = { 'retry-after': '7200' };
    const { sync, clock, api } = bench({
      script: () => (api.requests.length > 1 ? undefined : { status: 429, headers, body: {} }),
    });
    const steps = [
      stepOf('orders', { run: pushing('1') }),
      stepOf('products', { run: pushing('2') }),
      stepOf('quiet'),
    ];
    await sync(steps);
    const sent = api.requests.length;
    await clock.pass(119 * MINUTE);
    for (const full of [false, true]) {
      const report = await sync([...steps, stepOf('new')], { full });
      expect(report.steps.map(({ status, not_before }) => [status, not_before])).toEqual(
        Array(4).fill(['waiting', iso(T0 + 120 * MINUTE)]),
      );
    }
    expect(api.requests).toHaveLength(sent);
    await clock.pass(MINUTE);
    expect((await sync(steps)).status).toBe('ok');
  });

  it('is tried at once by a full run', async () => {
    const { sync } = bench();
    await sync(failing());
    expect((await sync(stepOf('orders'), { full: true })).status).toBe('ok');
  });
});

describe('R5: per-source steps', () => {
  const perSource = (sketch: Parameters<typeof stepOf>[1]) =>
    stepOf('sales', { cursorScope: 'per-source', ...sketch });

  it('without sources() are an error of the run', async () => {
    const report = await bench().sync(perSource({}));
    expect(report.status).toBe('failed');
    expect(report.steps[0]).toMatchObject({ entity: 'sales', status: 'error' });
    expect(report.steps[0]?.errors[0]).toContain('sources()');
  });

  it('go on with the other sources when one fails, each with its own cursor', async () => {
    const { sync, cursor } = bench();
    const step = perSource({
      sources: () => ['paris', 'lyon'],
      run: async (ctx) => {
        if (ctx.sourceKey === 'paris') throw new Error('closed');
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const report = await sync(step);
    expect(report.status).toBe('partial');
    expect(report.steps.map(({ source_key, status }) => [source_key, status])).toEqual([
      ['paris', 'error'],
      ['lyon', 'ok'],
    ]);
    expect((await cursor('sales', 'paris'))?.lastSyncedAt).toBeNull();
    expect((await cursor('sales', 'lyon'))?.lastSyncedAt).toBe(T0);
  });

  it('can be narrowed to sources, and an unknown one is an error', async () => {
    const { sync } = bench();
    const step = perSource({ sources: () => ['paris', 'lyon'] });
    const report = await sync([step, stepOf('all')], { sources: ['lyon', 'pari'] });
    expect(report.steps.map(({ source_key }) => source_key)).toEqual(['lyon']);
    expect(report.errors).toEqual(['No step has a source "pari". Did you mean "paris"?']);
    expect(report.status).toBe('partial');
  });
});

describe('R6: accounting', () => {
  it('counts what the API acknowledged, not what the step claims', async () => {
    const { sync } = bench({ script: refusing('b') });
    const report = await sync(
      stepOf('customers', { tolerateRejects: true, run: pushing('a', 'b', 'c') }),
    );
    const counts = { read: 3, acknowledged: 2, unchanged: 0, skipped: 0, rejected: 1 };
    expect(report.steps[0]).toMatchObject({ counts, requests: 1 });
    expect(report.totals).toEqual({ ...counts, requests: 1, retries: 0, throttled: 0 });
  });

  it('trusts a step that pushed without sendBulk', async () => {
    const { sync, cursor } = bench();
    const report = await sync(
      stepOf('orders', {
        run: async (ctx) => ({ items: 5, errors: [], advanceCursorTo: ctx.window.until }),
      }),
    );
    expect(report.steps[0]?.counts).toMatchObject({ read: 5, acknowledged: 5 });
    expect((await cursor('orders'))?.items).toBe(5);
  });

  it("reports the API's reason for the failure of a bulk step", async () => {
    const { sync } = bench({ script: () => ({ status: 500, body: { message: 'disk on fire' } }) });
    const step = defineBulkStep<object, string>({
      entity: 'customers',
      stream: async function* () {
        yield 'a';
      },
      map: (customer_id) => ({ customer_id }),
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    });
    expect((await sync(step)).steps[0]).toMatchObject({
      status: 'error',
      errors: ['The API answered with HTTP 500: disk on fire'],
    });
  });

  it('counts what the stream of a bulk step yields', async () => {
    const { sync } = bench({ script: refusing('3') });
    const step = defineBulkStep<object, number>({
      entity: 'customers',
      stream: async function* () {
        yield* [1, 2, 3, 4, 5];
      },
      map: (n) => (n % 2 === 1 ? { customer_id: String(n) } : null),
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
      batchSize: 2,
      tolerateRejects: true,
    });
    const report = await sync(step);
    expect(report.steps[0]?.counts).toEqual({
      read: 5,
      acknowledged: 2,
      unchanged: 0,
      skipped: 2,
      rejected: 1,
    });
  });

  it('adds up when a push sends more or fewer items than it got', async () => {
    const stepOfPush = (push: BulkStepConfig<object, number>['push']) =>
      defineBulkStep<object, number>({
        entity: 'customers',
        stream: async function* () {
          yield* [1, 2, 3];
        },
        map: (n) => ({ customer_id: String(n) }),
        push,
      });
    const pushes: [BulkStepConfig<object, number>['push'], Partial<StepCounts>][] = [
      [
        async (ctx, records) => {
          await ctx.sendBulk(SpmCustomers.bulkSave, records);
          await ctx.sendBulk(SpmCustomers.bulkSave, customers('x', 'y'));
        },
        { read: 5, acknowledged: 5, skipped: 0 },
      ],
      [
        (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records.slice(1)),
        { read: 3, acknowledged: 2, skipped: 1 },
      ],
      [async () => {}, { read: 3, acknowledged: 3, skipped: 0 }],
    ];
    for (const [push, counts] of pushes) {
      const report = await bench().sync(stepOfPush(push));
      expect(report.steps[0]).toMatchObject({ status: 'ok', counts });
    }
  });

  it('checks the tolerance over the whole step', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    for (const [maxRatio, status] of [
      [0.02, 'ok'],
      [0.019, 'held'],
    ] as const) {
      const { sync } = bench({ script: refusing('0', '1') });
      const report = await sync(
        stepOf('customers', { tolerateRejects: { maxRatio }, run: pushing(...ids) }),
      );
      expect(report.steps[0]?.status).toBe(status);
    }
  });
});

describe('the golden rule', () => {
  it('holds the cursor when a step throws half-way', async () => {
    const { sync, cursor, api } = bench();
    const step = stepOf('customers', {
      run: async (ctx) => {
        await ctx.sendBulk(SpmCustomers.bulkSave, customers('a'));
        throw new Error('the next page failed');
      },
    });
    const report = await sync(step);
    expect(api.requests).toHaveLength(1);
    expect(report.steps[0]).toMatchObject({ status: 'error', cursor_after: null });
    expect(await cursor('customers')).toMatchObject({
      lastSyncedAt: null,
      lastError: 'the next page failed',
      items: 1,
    });
  });

  it('holds the cursor over rejects that are not tolerated, and reads the whole window again', async () => {
    const { sync, cursor, window, clock } = bench({ script: refusing('b') });
    const step = stepOf('customers', {
      run: async (ctx) => {
        await ctx.sendBulk(SpmCustomers.bulkSave, customers('b'));
        await ctx.checkpoint('b');
        return { items: 1, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    expect((await sync(step)).steps[0]).toMatchObject({ status: 'held', cursor_after: null });
    expect((await cursor('customers'))?.lastError).toContain('1 of 1 items were rejected');
    expect((await window('customers'))?.position).toBeNull();
    await clock.pass(DAY);
    expect((await sync(step)).steps[0]?.resumed).toBe(false);
  });

  it('counts rejects before a checkpoint when the window is resumed', async () => {
    const { sync, clock, cursor } = bench({ script: refusing('b') });
    const stopped = stepOf('customers', {
      run: async (ctx) => {
        await ctx.sendBulk(SpmCustomers.bulkSave, customers('a', 'b'));
        await ctx.checkpoint('b');
        throw new Error('stopped');
      },
    });
    await sync(stopped);
    await clock.pass(DAY);
    const report = await sync(stepOf('customers'));
    expect(report.steps[0]).toMatchObject({ status: 'held', resumed: true });
    expect((await cursor('customers'))?.lastSyncedAt).toBeNull();
  });

  const swallowing = (retry: boolean) =>
    stepOf('customers', {
      run: async (ctx) => {
        const items = customers('a');
        await ctx.sendBulk(SpmCustomers.bulkSave, items).catch(() => {});
        if (retry) await ctx.sendBulk(SpmCustomers.bulkSave, items);
        return { items: 1, errors: [], advanceCursorTo: ctx.window.until };
      },
    });

  it('holds the cursor when a step swallows the failure of a push', async () => {
    const { sync } = bench({ script: () => ({ status: 503 }) });
    const report = await sync(swallowing(false));
    expect(report.steps[0]).toMatchObject({ status: 'error' });
    expect(report.steps[0]?.errors[0]).toContain('1 item is not settled');
  });

  it('accepts a step that retried by itself, and counts the item once', async () => {
    const { sync } = bench({ script: (_, index) => (index === 0 ? { status: 503 } : undefined) });
    const report = await sync(swallowing(true));
    expect(report.steps[0]).toMatchObject({
      status: 'ok',
      counts: { read: 1, acknowledged: 1 },
      requests: 2,
    });
  });

  it('waits for pushes that the step did not await, and holds the cursor when one fails', async () => {
    const { sync } = bench({
      script: async () => {
        await settled();
        return { status: 500 };
      },
    });
    const report = await sync(
      stepOf('customers', {
        run: async (ctx) => {
          void ctx.sendBulk(SpmCustomers.bulkSave, customers('a'));
          return { items: 1, errors: [], advanceCursorTo: ctx.window.until };
        },
      }),
    );
    expect(report.steps[0]).toMatchObject({ status: 'error', cursor_after: null });
  });

  it('rejects a push after the end of the step', async () => {
    const { sync, api } = bench();
    let leaked: SyncStepContext<object> | undefined;
    await sync(
      stepOf('customers', {
        run: async (ctx) => {
          leaked = ctx;
          return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
        },
      }),
    );
    const late = { code: 'SPM_CONNECTOR_INVALID' };
    await expect(leaked?.sendBulk(SpmCustomers.bulkSave, customers('a'))).rejects.toMatchObject(
      late,
    );
    await expect(leaked?.checkpoint(1)).rejects.toMatchObject(late);
    expect(api.requests).toEqual([]);
  });
});

describe('D1: dead letters', () => {
  it('are recorded before the cursor passes them, secrets redacted', async () => {
    const { sync, store, cursor } = bench({ script: refusing('b') });
    const step = stepOf('customers', {
      tolerateRejects: true,
      run: async (ctx) => {
        const items = [{ customer_id: 'b', api_token: 'hush', note: 'long '.repeat(1000) }];
        await ctx.sendBulk(SpmCustomers.bulkSave, items);
        expect(await store.rejects.list()).toHaveLength(1);
        expect(await cursor('customers')).toBeNull();
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const report = await sync(step);
    const [letter] = await store.rejects.list();
    expect(letter).toMatchObject({
      entity: 'customers',
      key: 'customers:b',
      runId: report.run_id,
      errors: ['no good'],
      status: 200,
      attempts: 1,
      state: 'open',
    });
    expect(letter?.payload).toMatchObject({ note: 'long '.repeat(1000) });
    expect(JSON.stringify(letter?.payload)).not.toContain('hush');
    expect((await cursor('customers'))?.lastSyncedAt).toBe(T0);
  });

  it('that cannot be written stop the run with the cursor where it was', async () => {
    const real = bench({ script: refusing('b') });
    const { store } = real;
    const failingStore = {
      ...store,
      fenced: {
        ...store.fenced,
        commitStep: async () => {
          throw new SpmError('SPM_STORE_FULL', 'The disk is full');
        },
      },
    };
    const step = stepOf('customers', { tolerateRejects: true, run: pushing('b') });
    await expect(real.sync(step, {}, { store: failingStore })).rejects.toMatchObject({
      code: 'SPM_STORE_FULL',
    });
    expect(await real.cursor('customers')).toBeNull();
    expect((await store.runs.list())[0]?.status).toBe('failed');
  });
});

describe('checkpoints of plain steps', () => {
  it('wait for earlier pushes, and do not move past a failed one', async () => {
    const { sync, window } = bench({
      script: async (_, index) => {
        await settled();
        return index === 1 ? { status: 503 } : undefined;
      },
    });
    const seen: unknown[] = [];
    const step = stepOf('customers', {
      run: async (ctx) => {
        void ctx.sendBulk(SpmCustomers.bulkSave, customers('a'));
        await ctx.checkpoint('a');
        seen.push(await window('customers'));
        void ctx.sendBulk(SpmCustomers.bulkSave, customers('b'));
        await ctx.checkpoint('b');
        return { items: 2, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const report = await sync(step);
    expect(seen).toEqual([
      expect.objectContaining({
        position: 'a',
        counts: { read: 1, acknowledged: 1, unchanged: 0, skipped: 0, rejected: 0 },
      }),
    ]);
    expect(report.steps[0]?.status).toBe('error');
    expect((await window('customers'))?.position).toBe('a');
  });
});

describe('a checkpoint that is not awaited', () => {
  it('is committed before the step ends', async () => {
    const { sync, window } = bench();
    const step = stepOf('orders', {
      run: async (ctx) => {
        void ctx.checkpoint('a');
        throw new Error('the next page failed');
      },
    });
    expect((await sync(step)).steps[0]?.status).toBe('error');
    expect((await window('orders'))?.position).toBe('a');
  });
});

describe('checkpoints of bulk steps', () => {
  const bulk = (items: number[], failAt = Number.POSITIVE_INFINITY) =>
    defineBulkStep<object, number>({
      entity: 'customers',
      stream: async function* (ctx) {
        for (const n of items) {
          if (typeof ctx.resume === 'number' && n < ctx.resume) continue;
          if (n === failAt) throw new Error('the partner failed');
          yield n;
        }
      },
      map: (n) => ({ customer_id: String(n) }),
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
      batchSize: 2,
      position: (n) => n,
      order: 'asc',
    });

  it('follow the settled batches, so that an interrupted window resumes', async () => {
    const { sync, window, clock, api } = bench();
    await sync(bulk([1, 2, 3, 4, 5], 4));
    expect((await window('customers'))?.position).toBe(3);
    const before = api.requests.length;
    await clock.pass(DAY);
    const report = await sync(bulk([1, 2, 3, 4, 5]), { settleSeconds: DAY / 1000 });
    expect(report.steps[0]).toMatchObject({ status: 'ok', resumed: true });
    expect(
      api.requests.slice(before).flatMap(({ body }) => body.map((item) => item.customer_id)),
    ).toEqual(['3', '4', '5']);
  });

  it('are withdrawn when the stream is out of order', async () => {
    const { sync, window, lines } = bench();
    await sync(bulk([1, 2, 5, 4, 6, 7, 9], 9));
    expect((await window('customers'))?.position).toBeNull();
    expect(lines.filter(({ message }) => message.includes('not in ascending order'))).toHaveLength(
      1,
    );
  });
});

describe('L1 to L3: the lease', () => {
  it('L2: a stale fence writes nothing and stops the run', async () => {
    const { sync, store, clock, cursor } = bench({ script: refusing('b') });
    const step = stepOf('customers', {
      tolerateRejects: true,
      run: async (ctx) => {
        clock.jump(60_000);
        const other = { host: 'there', pid: 2, id: 'other' };
        await store.leases.acquire(ID, other, 30_000, clock.now());
        await store.fenced.openRun(
          { installationId: ID, owner: other, fence: 2, until: clock.now() + 30_000 },
          clock.now(),
        );
        await ctx.sendBulk(SpmCustomers.bulkSave, customers('b')).catch(() => {});
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    await expect(sync([step, stepOf('next')])).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
    expect(await store.rejects.list()).toEqual([]);
    expect(await cursor('customers')).toBeNull();
    expect(await cursor('next')).toBeNull();
    expect((await store.runs.list()).map(({ status }) => status)).toEqual(['running', 'failed']);
    expect(await store.leases.get(ID)).toMatchObject({ owner: { id: 'other' } });
  });

  it('L2: a reject that comes back under a stale fence is not written', async () => {
    const { store, clock, ...rest } = bench({
      script: async (request) => {
        clock.jump(60_000);
        const other = { host: 'there', pid: 2, id: 'other' };
        await store.leases.acquire(ID, other, 30_000, clock.now());
        return refusing('b')(request);
      },
    });
    const step = stepOf('customers', { tolerateRejects: true, run: pushing('b') });
    await expect(rest.sync(step)).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
    expect(await store.rejects.list()).toEqual([]);
    expect(await rest.cursor('customers')).toBeNull();
  });

  it('L2: a request goes out only with enough time left, so the lease is renewed for it', async () => {
    const untils: (number | undefined)[] = [];
    const { sync, store, clock } = bench({
      script: async () => {
        untils.push((await store.leases.get(ID))?.until);
        return undefined;
      },
    });
    const step = stepOf('customers', {
      run: async (ctx) => {
        clock.jump(20_000);
        return pushing('a')(ctx);
      },
    });
    expect((await sync(step)).status).toBe('ok');
    expect(untils).toEqual([T0 + 50_000]);
  });

  it.each([
    ['ctx.state.set', (ctx: SyncStepContext<object>) => ctx.state.set('k', '1')],
    ['ctx.state.delete', (ctx: SyncStepContext<object>) => ctx.state.delete('kept')],
    [
      'ctx.setExternalAccount',
      (ctx: SyncStepContext<object>) => ctx.setExternalAccount({ id: 'new' }),
    ],
  ])('L2: %s writes nothing under a stale fence', async (_, write) => {
    const { sync, store, clock } = bench();
    await makeActive(store);
    await store.installations.save({ installationId: ID, externalAccountRef: 'old' }, T0);
    await store.state.set(ID, { key: 'kept', value: '1', encrypted: false }, T0);
    const refused: unknown[] = [];
    const step = stepOf('orders', {
      run: async (ctx) => {
        clock.jump(60_000);
        const other = { host: 'there', pid: 2, id: 'other' };
        await store.leases.acquire(ID, other, 30_000, clock.now());
        await write(ctx).catch((error: unknown) => refused.push(error));
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const state = (lease: Lease) =>
      makeInstallationState(store, ID, null, () => clock.now(), { lease });
    await expect(sync(step, {}, { state })).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
    expect(refused).toEqual([expect.objectContaining({ code: 'SPM_LEASE_LOST' })]);
    expect((await store.state.list(ID)).map(({ key }) => key)).toEqual(['kept']);
    expect((await store.installations.get(ID))?.externalAccountRef).toBe('old');
  });

  it('L3: a run that a dead process left open is closed and reported', async () => {
    const { sync, store, clock } = bench();
    const dead = { host: 'there', pid: 2, id: 'dead' };
    const got = await store.leases.acquire(ID, dead, 30_000, clock.now());
    if (!got.acquired) throw new Error('not acquired');
    const { run } = await store.fenced.openRun(got.lease, clock.now());
    await clock.pass(30_000);
    const report = await sync(stepOf('orders'));
    expect(report.abandoned_runs).toEqual([run.id]);
    expect((await store.runs.get(run.id))?.status).toBe('failed');
  });
});

describe('an API that accepts no request of the installation', () => {
  it.each([
    [401, 'SPM_API_UNAUTHORIZED'],
    [403, 'SPM_API_UNAUTHORIZED'],
    [0, 'SPM_API_UNREACHABLE'],
  ])('ends the run (HTTP %i), and holds nothing against the step', async (status, code) => {
    const { sync, cursor, store } = bench({
      script: () => ({ status, body: { message: 'revoked' } }),
    });
    const thrown = await sync([stepOf('customers', { run: pushing('a') }), stepOf('orders')]).catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ code, hint: expect.any(String) });
    const { report } = (thrown as SpmError).details as { report: SyncReport };
    expect(report.status).toBe('failed');
    expect(report.steps.map(({ status: step }) => step)).toEqual(['error', 'skipped']);
    expect((await store.runs.get(report.run_id))?.status).toBe('failed');
    expect(await cursor('customers')).toBeNull();
    expect(await cursor('orders')).toBeNull();
  });
});

describe('a shutdown', () => {
  it('lets the request in flight settle, rejects more, and leaves the cursor without a failure', async () => {
    const shutdown = new AbortController();
    const { sync, store, api, cursor, window } = bench({
      script: async ({ body }) => {
        shutdown.abort();
        return refusing('a')({ body });
      },
    });
    const step = stepOf('customers', {
      run: async (ctx) => {
        await ctx.sendBulk(SpmCustomers.bulkSave, customers('a'));
        await ctx.checkpoint('a');
        await ctx.sendBulk(SpmCustomers.bulkSave, customers('b'));
        return { items: 2, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const report = await sync([step, stepOf('orders')], {}, { signal: shutdown.signal });
    expect(api.requests).toHaveLength(1);
    expect(report).toMatchObject({ status: 'failed', errors: ['interrupted'] });
    expect(report.steps.map(({ status }) => status)).toEqual(['interrupted', 'skipped']);
    expect(await cursor('customers')).toBeNull();
    expect((await window('customers'))?.position).toBe('a');
    expect(await store.rejects.list()).toHaveLength(1);
    expect((await store.leases.get(ID))?.until).toBe(0);
  });

  it('does not advance a step that stopped reading early', async () => {
    const shutdown = new AbortController();
    const { sync, cursor } = bench();
    const step = stepOf('orders', {
      run: async (ctx) => {
        shutdown.abort();
        if (ctx.signal.aborted) return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
        throw new Error('not aborted');
      },
    });
    await sync(step, {}, { signal: shutdown.signal });
    expect(await cursor('orders')).toBeNull();
  });
});

describe('P5: records of custom data', () => {
  const visits = {
    name: 'Visits',
    fields: [{ name: 'ref', type: 'text', required: true }],
  } as const;
  const step = stepOf('visits', {
    tolerateRejects: true,
    run: async (ctx) => {
      await ctx.customData(visits).save([{ ref: 'a' }, { ref: 1 }]);
      return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
    },
  });

  it('become dead letters without a request when they are invalid', async () => {
    const { sync, store, api } = bench();
    const report = await sync(step);
    expect(report.steps[0]?.counts).toMatchObject({ read: 2, acknowledged: 1, rejected: 1 });
    expect(report.steps[0]?.status).toBe('ok');
    expect(api.requests.map(({ body }) => body)).toEqual([[{ ref: 'a' }]]);
    expect(await store.rejects.list()).toMatchObject([
      { payload: { ref: 1 }, status: 0, errors: [expect.stringContaining('ref must be a text')] },
    ]);
  });

  it('are not checked when the check is disabled', async () => {
    const { sync, api } = bench();
    const report = await sync(step, { validate: false });
    expect(report.steps[0]?.counts).toMatchObject({ acknowledged: 2, rejected: 0 });
    expect(api.requests.map(({ body }) => body.length)).toEqual([2]);
  });
});

describe('an observer', () => {
  it('gets the total, if the step knows it, and every pause; the report counts them', async () => {
    let refused = false;
    const { sync, clock } = bench({
      script: () => {
        if (refused) return undefined;
        refused = true;
        return { status: 429, headers: { 'retry-after': '12' }, body: { message: 'slow down' } };
      },
    });
    const told: unknown[] = [];
    const step = defineBulkStep<object, number, { customer_id: string }>({
      entity: 'customers',
      async *stream() {
        yield 1;
      },
      map: (id) => ({ customer_id: String(id) }),
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
      total: async () => 1,
    });
    const observer = {
      total: (...given: unknown[]) => told.push(['total', ...given]),
      waiting: (...given: unknown[]) => told.push(['waiting', ...given]),
    };
    const retry = { budgetMs: 60_000 };
    const running = sync(step, {}, { observer, retry });
    while (!told.some((one) => Array.isArray(one) && one[0] === 'waiting')) await settled();
    await clock.pass(13_000);
    const report = await running;
    expect(told).toEqual([
      ['total', 'customers', '', 1],
      ['waiting', 12_000, 'asked'],
    ]);
    expect(report.steps[0]).toMatchObject({ requests: 2, retries: 1, throttled: 1 });
    expect(report.steps[0]?.duration_ms).toBeGreaterThanOrEqual(12_000);
    expect(report.totals).toMatchObject({ requests: 2, retries: 1, throttled: 1 });
  });

  it('learns the pace of the API for the next run, for a day', async () => {
    let refusals = 1;
    const { sync, clock } = bench({
      script: () => {
        if (refusals-- <= 0) return undefined;
        return { status: 429, headers: { 'retry-after': '1' }, body: { message: 'slow down' } };
      },
    });
    const step = defineBulkStep<object, number, { customer_id: string }>({
      entity: 'customers',
      async *stream() {
        yield 1;
      },
      map: (id) => ({ customer_id: String(id) }),
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    });
    const synced = async () => {
      const running = sync(step, {}, { retry: { budgetMs: 60_000 } });
      let ended = false;
      void running.finally(() => {
        ended = true;
      });
      while (!ended) await clock.pass(500);
      return running;
    };
    const first = await synced();
    expect(first.pace).toMatchObject({ in_flight: expect.any(Number) });
    expect((await synced()).pace).toMatchObject({ learned_at: first.pace?.learned_at });
    await clock.pass(24 * 60 * 60_000);
    expect(await synced()).not.toHaveProperty('pace');
  });

  it('gets no total when it cannot be read', async () => {
    const { sync } = bench();
    const step = defineBulkStep<object, number, { customer_id: string }>({
      entity: 'customers',
      async *stream() {},
      map: (id) => ({ customer_id: String(id) }),
      push: async () => {},
      total: () => Promise.reject(new Error('no idea')),
    });
    const totals: number[] = [];
    const observer = { total: (_e: string, _s: string, total: number) => totals.push(total) };
    expect((await sync(step, {}, { observer })).status).toBe('ok');
    expect(totals).toEqual([]);
  });
});

it('leaves no listener on the signal of the process, however often it syncs', async () => {
  const { sync } = bench();
  const { signal } = new AbortController();
  for (let n = 0; n < 3; n++) {
    const send = (ctx: SyncStepContext<object>) =>
      ctx.sendBulk(SpmCustomers.bulkSave, customers(String(n)));
    const step = stepOf('customers', {
      run: async (ctx) => {
        await Promise.all(Array.from({ length: 30 }, () => send(ctx)));
        return { items: 30, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    expect((await sync(step, {}, { signal })).status).toBe('ok');
  }
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('logs only the first of many rejects', async () => {
  const { sync, lines } = bench({
    script: ({ body }) => ({ body: accepted(body, { 0: ['no'] }) }),
  });
  const step = stepOf('customers', {
    tolerateRejects: true,
    run: async (ctx) => {
      for (let n = 0; n < 40; n++)
        await ctx.sendBulk(SpmCustomers.bulkSave, customers(`${n}a`, `${n}b`));
      return { items: 40, errors: [], advanceCursorTo: ctx.window.until };
    },
  });
  expect((await sync(step)).totals).toMatchObject({ acknowledged: 40, rejected: 40 });
  const warnings = lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
  expect(warnings).toHaveLength(21);
  expect(warnings.at(-1)).toBe(
    'More items of customers were rejected: see `spm-connect rejects --entity customers`',
  );
});

describe('an installation that is not active any more', () => {
  it('is not synced, although it was when the sync began to wait for the lease', async () => {
    const { sync, store, clock } = bench();
    await makeActive(store);
    await store.installations.setStatus(ID, { from: 'active', to: 'inactive' }, T0);
    const step = stepOf('orders', { run: pushing('a') });
    await expect(sync(step)).rejects.toMatchObject({
      code: 'SPM_INSTALLATION_INACTIVE',
      cause: 'its status is inactive',
    });
    const lease = await store.leases.acquire(
      ID,
      { host: 'a', pid: 1, id: 'a' },
      1_000,
      clock.now(),
    );
    if (!lease.acquired) throw new Error('held');
    await store.fenced.removeInstallation(lease.lease);
    await store.leases.release(lease.lease);
    await expect(sync(step)).rejects.toMatchObject({ cause: 'its status is removed' });
    expect(await store.runs.count()).toBe(0);
  });
});
