/** The records that a full run deletes because it did not read them, through whole syncs. */
import { SpmCustomers, SpmProducts } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { type Config, keyedStep, many, tracked } from '../../../helpers/keyedSteps.ts';
import { accepted } from '../../../helpers/scriptedApi.ts';
import { bench, DAY, MINUTE, settled } from '../../../helpers/syncBench.ts';

describe('trackDeletes', () => {
  it('deletes after a full run the records that it did not read', async () => {
    const { sync, clock } = bench();
    await sync(tracked(many(30)).step, { full: true });
    await clock.pass(MINUTE);
    const { removed, step: later } = tracked(many(28));
    const report = await sync(later, { full: true });
    expect(report.steps[0]?.deletes).toMatchObject({ found: 2, removed: 2, needs_approval: false });
    expect(removed).toEqual(['c28', 'c29']);
  });

  it('supersedes the dead letters of deleted records, even if a record is pushed as several items', async () => {
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
      'sends without sendBulk',
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
      keyedStep(ids, {
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

  it('counts rejected records as read', async () => {
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

  it('does not delete records that were always rejected', async () => {
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
    // A replay would create the records again.
    expect(await store.rejects.list({ state: 'open' })).toEqual([]);
  });

  it('holds the cursor when the deletion fails, and tries again', async () => {
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

  it('asks for approval, and continues with it', async () => {
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

  it('pushes a record that came back, once its deletion can no longer arrive', async () => {
    const { sync, api, clock } = bench();
    const of = (ids: string[]) => tracked(ids, { skipUnchanged: true }).step;
    for (const ids of [['a', 'b'], ['a'], ['a', 'b']]) {
      await sync(of(ids), { full: true });
      await clock.pass(3 * MINUTE);
    }
    expect(api.requests.at(-1)?.body).toMatchObject([{ customer_id: 'b' }]);
  });
});

describe('deletions at the end of a run that is stopped', () => {
  const gone = async () => {
    const rig = bench();
    await rig.sync(tracked(many(60)).step, { full: true });
    await rig.clock.pass(DAY);
    const stop = new AbortController();
    const again = (remove: NonNullable<Config['trackDeletes']>['remove']) =>
      rig.sync(
        keyedStep(many(30), { trackDeletes: { remove, maxRatio: 1 } }),
        { full: true },
        { signal: stop.signal, drainTimeoutMs: 500 },
      );
    return { ...rig, stop, again };
  };

  it('are left to the next full run, and no failure is counted', async () => {
    const { again, stop, cursor } = await gone();
    const report = await again(async () => stop.abort());
    expect(report.steps[0]).toMatchObject({ status: 'interrupted', deletes: null });
    expect(await cursor('customers')).toMatchObject({ lastStatus: 'ok', consecutiveFailures: 0 });
  });

  it('are abandoned when they do not end', async () => {
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

it('can also be updates: the context of remove can send', async () => {
  const { sync, clock, api } = bench();
  await sync(tracked(['a', 'b']).step, { full: true });
  await clock.pass(DAY);
  const remove: NonNullable<Config['trackDeletes']>['remove'] = (ctx, keys) =>
    ctx.sendBulk(
      SpmCustomers.bulkUpdate,
      keys.map((customer_id) => ({ customer_id, is_active: false })),
    );
  const report = await sync(keyedStep(['a'], { trackDeletes: { remove } }), { full: true });
  expect(report.steps[0]).toMatchObject({ status: 'ok', deletes: { found: 1, removed: 1 } });
  expect(api.requests.at(-1)?.body).toEqual([{ customer_id: 'b', is_active: false }]);
});
