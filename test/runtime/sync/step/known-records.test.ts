/** What a key is good for, through whole syncs. */
import { SpmCustomers, SpmProducts } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../../src/connector/bulk.ts';
import type { BulkStepConfig } from '../../../../src/connector/types.ts';
import { trackedBy } from '../../../../src/runtime/sync/select/step-records.ts';
import { accepted } from '../../../helpers/scriptedApi.ts';
import { bench, DAY, MINUTE, settled, stepOf, T0 } from '../../../helpers/syncBench.ts';

type Config = BulkStepConfig<object, string>;

/** Streams ids, each with the content that follows a colon. */
function step(ids: string[], more: Partial<Config> = {}) {
  return defineBulkStep<object, string>({
    entity: 'customers',
    stream: async function* () {
      yield* ids;
    },
    map: (text) => {
      const [customer_id, first_name = ''] = text.split(':');
      return { customer_id, first_name };
    },
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    key: (record) => String(record.customer_id),
    ...more,
  });
}

function tracked(ids: string[], more: Partial<Config> = {}) {
  const removed: string[] = [];
  const trackDeletes: NonNullable<Config['trackDeletes']> = {
    remove: async (_ctx, keys) => void removed.push(...keys),
  };
  return { removed, trackDeletes, step: step(ids, { trackDeletes, ...more }) };
}

const many = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `c${n + from}`);

describe('skipUnchanged', () => {
  it('sends what changed, and counts the rest as unchanged', async () => {
    const { sync, api } = bench();
    await sync(step(['a', 'b', 'c'], { skipUnchanged: true }));
    const report = await sync(step(['a', 'b:new', 'c'], { skipUnchanged: true }));
    expect(report.totals).toMatchObject({ read: 3, acknowledged: 1, unchanged: 2, requests: 1 });
    expect(api.requests[1]?.body).toMatchObject([{ customer_id: 'b', first_name: 'new' }]);
  });

  it('is off unless the step asks for it, and with --no-skip', async () => {
    const plain = bench();
    for (let n = 0; n < 2; n++) await plain.sync(step(['a']));
    expect(plain.api.requests).toHaveLength(2);
    const asked = bench();
    const unchanged = async (skip: boolean) =>
      (await asked.sync(step(['a'], { skipUnchanged: true }), { skip })).totals.unchanged;
    expect([await unchanged(true), await unchanged(false), await unchanged(true)]).toEqual([
      0, 0, 1,
    ]);
  });

  it('forgets what was sent to a shop that was provisioned anew', async () => {
    const { sync } = bench();
    const skipping = step(['a'], { skipUnchanged: true });
    await sync(skipping);
    const provisioned = { sourceIds: { paris: 99 }, defIds: {} };
    const report = await sync(skipping, {}, { provisioned });
    expect(report.totals).toMatchObject({ acknowledged: 1, unchanged: 0 });
  });
});

describe('trackDeletes', () => {
  it('deletes after a full run what it did not read', async () => {
    const { sync, clock } = bench();
    await sync(tracked(many(30)).step, { full: true });
    await clock.pass(MINUTE);
    const { removed, step: later } = tracked(many(28));
    const report = await sync(later, { full: true });
    expect(report.steps[0]?.deletes).toMatchObject({ found: 2, removed: 2, needs_approval: false });
    expect(removed).toEqual(['c28', 'c29']);
  });

  it('supersedes the dead letters of what is gone, also where a record is pushed as several items', async () => {
    const { sync, clock, store } = bench({
      script: ({ body }) => ({
        body: accepted(
          body,
          Object.fromEntries(body.flatMap(({ lang }, i) => (lang === 'fr' ? [[i, ['no']]] : []))),
        ),
      }),
    });
    const inLanguages = (ids: string[]) =>
      tracked(ids, {
        map: (product_id) => ({ product_id }),
        key: (record) => String(record.product_id),
        push: (ctx, records) =>
          ctx.sendBulk(
            SpmProducts.bulkSave,
            records.flatMap((record) => ['fr', 'en'].map((lang) => ({ ...record, lang }))),
          ),
        tolerateRejects: true,
      });
    await sync(inLanguages(['a', 'b']).step, { full: true });
    await clock.pass(MINUTE);
    const { removed, step: later } = inLanguages(['a']);
    await sync(later, { full: true });
    expect(removed).toEqual(['b']);
    const letters = (await store.rejects.list()).map(({ key, state }) => [key, state]);
    expect(letters).toEqual([
      ['products:b:fr', 'superseded'],
      ['products:a:fr', 'open'],
    ]);
  });

  it('reads everything in a full run, whatever the backfill', async () => {
    const { sync } = bench();
    const windows: unknown[] = [];
    const { step: looking } = tracked([], {
      stream: async function* (ctx) {
        windows.push(ctx.window.since);
        yield 'a';
      },
    });
    await sync(looking, { full: true });
    await sync(looking);
    expect(windows).toEqual([null, expect.any(Date)]);
  });

  it('leaves nothing out that changes meanwhile, and moves the cursor to the end of the window alone', async () => {
    const { sync, clock, cursor } = bench();
    const source = new Map(['a', 'b', 'c'].map((id) => [id, T0 - DAY]));
    const { removed, trackDeletes } = tracked([]);
    const inWindow = (more: Partial<Config> = {}) =>
      step([], {
        stream: async function* ({ window }) {
          const since = window.since?.getTime() ?? 0;
          for (const [id, at] of source) if (at >= since && at < window.until.getTime()) yield id;
        },
        trackDeletes,
        ...more,
      });
    const options = { settleSeconds: 60 };
    await sync(inWindow(), { full: true, ...options });
    await clock.pass(DAY);
    source.set('b', clock.now() - 10_000);
    source.set('c', clock.now() + 10_000);
    const report = await sync(inWindow(), { full: true, ...options });
    expect(report.steps[0]).toMatchObject({ status: 'ok', warnings: [], counts: { read: 3 } });
    expect(removed).toEqual([]);
    expect((await cursor('customers'))?.lastSyncedAt).toBe(clock.now() - MINUTE);
    expect((await sync(inWindow(), options)).totals.read).toBe(0);
    await clock.pass(MINUTE);
    expect((await sync(inWindow(), options)).totals.read).toBe(1);
    const advanceTo = async () => new Date(clock.now() + MINUTE);
    await sync(inWindow({ advanceTo }), { full: true, ...options });
    expect((await cursor('customers'))?.lastSyncedAt).toBe(clock.now() - MINUTE);
  });

  it('takes the end that lies ahead anew when it goes on', async () => {
    const { sync, clock } = bench();
    const untils: Date[] = [];
    const { trackDeletes } = tracked([]);
    const looking = (fail: boolean) =>
      step([], {
        stream: async function* (ctx) {
          untils.push(ctx.window.until);
          yield* ['a', 'b'];
          if (fail) throw new Error('gone');
        },
        ...{ trackDeletes, position: (id: string) => id, order: 'asc', batchSize: 1 },
      });
    await sync(looking(true), { full: true });
    await clock.pass(2 * DAY);
    const report = await sync(looking(false));
    expect(report.steps[0]?.resumed).toBe(true);
    expect(untils).toEqual([new Date(T0 + DAY), new Date(T0 + 3 * DAY)]);
  });

  it.each([
    ['not a full one', {}],
    ['with bounds of its own', { full: true, since: 0 }],
    ['with an end of its own', { full: true, until: Date.UTC(2026, 0, 9) }],
  ])('deletes nothing after a run that is %s', async (_, options) => {
    const { sync, clock } = bench();
    for (let n = 0; n < 2; n++) await sync(tracked(many(30)).step, { full: true });
    await clock.pass(DAY);
    const { removed, step: later } = tracked([]);
    const report = await sync(later, { ...options, approveDeletes: true });
    expect(report.steps[0]?.deletes).toBeNull();
    expect(removed).toEqual([]);
  });

  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  /** Reads letters in order; those before c are older than any backfill. Stops before f, once it is given a signal to stop. */
  const stopping = (more: Partial<Config>, stop?: AbortController) =>
    step([], {
      stream: async function* ({ window, resume }) {
        const oldest = window.since === null ? 'a' : 'c';
        for (const id of letters) {
          if (id < oldest || (typeof resume === 'string' && id <= resume)) continue;
          if (id === 'f' && stop) {
            for (let n = 0; n < 10; n++) await settled();
            stop.abort();
          }
          yield id;
        }
      },
      position: (id) => id,
      order: 'asc',
      batchSize: 2,
      ...more,
    });

  it.each<[string, object, boolean]>([
    ['was asked for an end of its own', { until: T0 - MINUTE }, true],
    ['did not track deletes', {}, false],
  ])('deletes nothing where a run finishes a full one that %s', async (_, options, tracks) => {
    const { sync, clock } = bench();
    const { removed, trackDeletes, step: all } = tracked(letters);
    await sync(all, { full: true });
    await clock.pass(DAY);
    const stop = new AbortController();
    const first = stopping(tracks ? { trackDeletes } : {}, stop);
    const { steps } = await sync(first, { full: true, ...options }, { signal: stop.signal });
    expect(steps[0]?.status).toBe('interrupted');
    await clock.pass(DAY);
    const report = await sync(stopping({ trackDeletes }), { approveDeletes: true });
    expect(report.steps[0]?.status).toBe('ok');
    expect(removed).toEqual([]);
  });

  it('deletes where a plain run finishes a full one', async () => {
    const { sync, clock } = bench();
    const { removed, trackDeletes, step: all } = tracked(['0', ...letters]);
    await sync(all, { full: true });
    await clock.pass(DAY);
    const stop = new AbortController();
    await sync(stopping({ trackDeletes }, stop), { full: true }, { signal: stop.signal });
    await clock.pass(DAY);
    const report = await sync(stopping({ trackDeletes }));
    expect(report.steps[0]).toMatchObject({ status: 'ok', resumed: true });
    expect(removed).toEqual(['0']);
  });

  it('deletes nothing after a stream that broke off', async () => {
    const { sync, clock } = bench();
    await sync(tracked(many(30)).step, { full: true });
    await clock.pass(DAY);
    const { removed, step: broken } = tracked([], {
      stream: async function* () {
        yield* many(20);
        throw new Error('gone');
      },
    });
    await sync(broken, { full: true, approveDeletes: true });
    expect(removed).toEqual([]);
  });

  it('deletes nothing after a run with rejects that are not tolerated, or after an interruption', async () => {
    const { sync, clock } = bench({
      script: (_, index) => (index === 1 ? { status: 422, body: { message: 'no' } } : undefined),
    });
    await sync(tracked(['a', 'b', 'c']).step, { full: true });
    await clock.pass(DAY);
    const { removed, step: later } = tracked(['a']);
    expect((await sync(later, { full: true })).steps[0]).toMatchObject({
      status: 'held',
      deletes: null,
    });
    expect(removed).toEqual([]);
  });

  it.each<[string, Config['push']]>([
    [
      'sends records of another shape',
      (ctx, records) =>
        ctx.sendBulk(
          SpmCustomers.bulkSave,
          records.map((record) => ({ customer_id: record.ref })),
        ),
    ],
    [
      'sends by its own means',
      (ctx, records) => SpmCustomers.bulkSave(ctx.spm, records as never[]),
    ],
    [
      'leaves records out',
      (ctx, records) =>
        ctx.sendBulk(
          SpmCustomers.bulkSave,
          records.filter(({ ref }) => ref !== 'b'),
        ),
    ],
  ])('takes for read what a push was handed that %s', async (_, push) => {
    const { sync, clock } = bench();
    const { removed, trackDeletes } = tracked([]);
    const of = (ids: string[]) =>
      step(ids, {
        stream: async function* () {
          yield* ids;
          await clock.sleep(5 * MINUTE);
        },
        map: (ref) => ({ ref }),
        key: (record) => String(record.ref),
        ...{ push, trackDeletes, batchSize: 2 },
      });
    const full = async (ids: string[]) => {
      const report = sync(of(ids), { full: true });
      for (let n = 0; n < 30; n++) {
        await settled();
        await clock.pass(MINUTE / 2);
      }
      expect((await report).steps[0]?.status).toBe('ok');
    };
    await full(['a', 'b', 'c']);
    await full(['a', 'b', 'c']);
    expect(removed).toEqual([]);
    await full(['a', 'b']);
    expect(removed).toEqual(['c']);
  });

  it('takes what was refused for read', async () => {
    const refuse = { status: 422, body: { message: 'no' } };
    const { sync, clock } = bench({
      script: ({ body }) => (body.length === 1 ? refuse : undefined),
    });
    await sync(tracked(['a', 'b']).step, { full: true });
    await clock.pass(DAY);
    const { removed, step: later } = tracked(['a:changed'], { tolerateRejects: true });
    await sync(later, { full: true });
    expect(removed).toEqual(['b']);
  });

  it('does not delete what was only ever refused', async () => {
    const { sync, clock, store } = bench({
      script: ({ body }) => {
        const bad = body.flatMap((item, index) => (item.first_name === 'bad' ? [index] : []));
        return { body: accepted(body, Object.fromEntries(bad.map((index) => [index, ['no']]))) };
      },
    });
    const full = async (...ids: string[]) => {
      const { removed, step: all } = tracked(ids, { tolerateRejects: true });
      await sync(all, { full: true });
      await clock.pass(DAY);
      return removed;
    };
    await full('a', 'never:bad', 'once:good');
    await full('a', 'never:bad', 'once:bad');
    await full('a', 'never:bad', 'once:bad');
    expect((await store.rejects.list({ state: 'open' })).map(({ key }) => key)).toEqual([
      'once',
      'never',
    ]);
    expect(await full('a')).toEqual(['once']);
    // A replay would bring them back.
    expect(await store.rejects.list({ state: 'open' })).toEqual([]);
  });

  it('holds the cursor where the deletion fails, and tries again', async () => {
    const { sync, clock, cursor } = bench();
    await sync(tracked(many(30)).step, { full: true });
    const before = (await cursor('customers'))?.lastSyncedAt;
    await clock.pass(DAY);
    const failing = tracked(many(29), {
      trackDeletes: { remove: () => Promise.reject(new Error('the API is down')) },
    });
    const report = await sync(failing.step, { full: true });
    expect(report.steps[0]).toMatchObject({ status: 'error', deletes: null });
    expect(report.steps[0]?.errors[0]).toContain('the API is down');
    expect((await cursor('customers'))?.lastSyncedAt).toBe(before);
    await clock.pass(DAY);
    const { removed, step: mended } = tracked(many(29));
    await sync(mended, { full: true });
    expect(removed).toEqual(['c29']);
  });

  it('asks for approval, and goes on with it', async () => {
    const { sync, clock } = bench();
    await sync(tracked(many(30)).step, { full: true });
    await clock.pass(DAY);
    const { removed, step: fewer } = tracked(many(10));
    const asked = await sync(fewer, { full: true });
    expect(asked.steps[0]).toMatchObject({
      status: 'ok',
      deletes: { found: 20, removed: 0, needs_approval: true },
    });
    await clock.pass(MINUTE);
    await sync(fewer, { full: true, approveDeletes: true });
    expect(removed).toHaveLength(20);
  });

  it('pushes what came back, once its deletion cannot come after it', async () => {
    const { sync, api, clock } = bench();
    const of = (ids: string[]) => tracked(ids, { skipUnchanged: true }).step;
    for (const ids of [['a', 'b'], ['a'], ['a', 'b']]) {
      await sync(of(ids), { full: true });
      await clock.pass(3 * MINUTE);
    }
    expect(api.requests.at(-1)?.body).toMatchObject([{ customer_id: 'b' }]);
  });
});

describe('trackedBy', () => {
  it('needs a key', () => {
    const trackDeletes = { remove: async () => {} };
    expect(trackedBy(step([], { trackDeletes }))).toBe(trackDeletes);
    expect(trackedBy(stepOf('orders'))).toBeUndefined();
  });
});

describe('deletions at the end of a run that shall stop', () => {
  const gone = async () => {
    const rig = bench();
    await rig.sync(tracked(many(60)).step, { full: true });
    await rig.clock.pass(DAY);
    const stop = new AbortController();
    const again = (remove: NonNullable<Config['trackDeletes']>['remove']) =>
      rig.sync(
        step(many(30), { trackDeletes: { remove, maxRatio: 1 } }),
        { full: true },
        { signal: stop.signal, drainTimeoutMs: 500 },
      );
    return { ...rig, stop, again };
  };

  it('are left to the next full run: nothing is held against the step', async () => {
    const { again, stop, cursor } = await gone();
    const report = await again(async () => stop.abort());
    expect(report.steps[0]).toMatchObject({ status: 'interrupted', deletes: null });
    expect(await cursor('customers')).toMatchObject({ lastStatus: 'ok', consecutiveFailures: 0 });
  });

  it('are given up on when they do not end', async () => {
    const { again, stop, clock } = await gone();
    const running = again(() => {
      stop.abort();
      return new Promise<never>(() => {});
    });
    for (let n = 0; n < 20; n++) await settled();
    await clock.pass(500);
    expect((await running).steps[0]?.status).toBe('interrupted');
  });
});

it('removes by updating, too: what remove is given can send', async () => {
  const { sync, clock, api } = bench();
  await sync(tracked(['a', 'b']).step, { full: true });
  await clock.pass(DAY);
  const remove: NonNullable<Config['trackDeletes']>['remove'] = (ctx, keys) =>
    ctx.sendBulk(
      SpmCustomers.bulkUpdate,
      keys.map((customer_id) => ({ customer_id, is_active: false })),
    );
  const report = await sync(step(['a'], { trackDeletes: { remove } }), { full: true });
  expect(report.steps[0]).toMatchObject({ status: 'ok', deletes: { found: 1, removed: 1 } });
  expect(api.requests.at(-1)?.body).toEqual([{ customer_id: 'b', is_active: false }]);
});
