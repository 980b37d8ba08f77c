/** The engine checks a push: items that it does not await, errors that it swallows, and the counts it returns. */

import { getEventListeners } from 'node:events';
import { SpmCustomers, SpmOrders } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { BulkFunction, SyncStepContext } from '../../../../src/connector/types.ts';
import { type Config, heldApi, numberStep, numbers } from '../../../helpers/numberSteps.ts';
import { bench, MINUTE } from '../../../helpers/syncBench.ts';

describe('an item that a push does not await, or whose error it swallows', () => {
  const oneFails = () =>
    bench({
      script: ({ body }, index) =>
        index < 4 && body.some((one) => one.customer_id === '2') ? { status: 404 } : undefined,
    });

  it.each<[string, Partial<Config>]>([
    [
      'a send that floats',
      {
        push: async (ctx, records) => {
          ctx.sendBulk(SpmCustomers.bulkSave, records).catch(() => {});
        },
      },
    ],
    [
      'a send whose error is swallowed',
      {
        push: async (ctx, records) => {
          await ctx.sendBulk(SpmCustomers.bulkSave, records).catch(() => {});
        },
      },
    ],
  ])('holds the position all the same: %s', async (_, how) => {
    const { sync, window, api, clock } = oneFails();
    const failed = await sync(numberStep(numbers(8), how));
    expect(failed.steps[0]).toMatchObject({ status: 'error', cursor_after: null });
    expect((await window('customers'))?.position).toBe(1);
    await clock.pass(2 * MINUTE);
    const before = api.requests.length;
    const settled = { settleSeconds: 120 };
    expect((await sync(numberStep(numbers(8), how), settled)).steps[0]).toMatchObject({
      status: 'ok',
      resumed: true,
    });
    expect(api.requests.slice(before).flatMap(({ body }) => body)).toHaveLength(6);
  });

  it('leaves no listener behind, however often a push waits for its turn', async () => {
    const shutdown = new AbortController();
    const { sync } = bench();
    const nameless: Partial<Config> = {
      concurrency: 4,
      push: (ctx, records) =>
        ctx.sendBulk(async () => ({ sent_count: 2, rejected_count: 0 }), records as never),
    };
    let most = 0;
    const watching: Partial<Config> = {
      ...nameless,
      map: (n, ctx) => {
        most = Math.max(most, getEventListeners(ctx.signal, 'abort').length);
        return { n };
      },
    };
    await sync(numberStep(numbers(200), watching), {}, { signal: shutdown.signal });
    expect(most).toBeLessThan(20);
  });

  it('is sent as it was when it was handed over: the push may reuse its array', async () => {
    const { sync, api } = bench();
    const reuses: Partial<Config> = {
      push: async (ctx, records) => {
        const chunk: object[] = [];
        const sends: Promise<unknown>[] = [];
        for (const record of records) {
          chunk.push(record);
          sends.push(ctx.sendBulk(SpmCustomers.bulkSave, chunk as never));
          chunk.length = 0;
        }
        await Promise.all(sends);
      },
    };
    const report = await sync(numberStep(numbers(8), reuses));
    expect(report.totals).toMatchObject({ read: 8, acknowledged: 8 });
    expect(api.requests.flatMap(({ body }) => body)).toHaveLength(8);
  });

  it('holds the cursor even if it was sent with the context of the step', async () => {
    const { sync, window } = oneFails();
    let outer: SyncStepContext<object> | undefined;
    const strays = numberStep(numbers(8), {
      async *stream(ctx) {
        outer = ctx;
        yield* numbers(8);
      },
      push: async (_, records) => {
        outer?.sendBulk(SpmCustomers.bulkSave, records).catch(() => {});
      },
    });
    expect((await sync(strays)).steps[0]).toMatchObject({ status: 'error' });
    expect((await window('customers'))?.position).toBe(1);
  });

  it('is awaited before anything counts as settled', async () => {
    const { sync, inFlight, position } = heldApi();
    const floating = numberStep(numbers(8), {
      push: async (ctx, records) => void ctx.sendBulk(SpmCustomers.bulkSave, records),
    });
    void sync(floating);
    expect(await inFlight()).toEqual(['0,1']);
    expect(await position()).toBeNull();
  });
});

describe('counts', () => {
  const counting = async (more: Partial<Config>, items = numbers(6)) =>
    (await bench().sync(numberStep(items, more))).steps[0]?.counts;

  it('add up when map skips some', async () => {
    const map: Config['map'] = (n) => (n % 3 === 0 ? null : { customer_id: String(n) });
    expect(await counting({ map })).toEqual({
      read: 6,
      acknowledged: 4,
      unchanged: 0,
      skipped: 2,
      rejected: 0,
    });
  });

  it('add up when push sends fewer, more, or different items', async () => {
    const fewer: Config['push'] = (ctx, records) =>
      ctx.sendBulk(SpmCustomers.bulkSave, records.slice(1));
    expect(await counting({ push: fewer })).toMatchObject({ read: 6, acknowledged: 3, skipped: 3 });
    const none: Config['push'] = (ctx) => ctx.sendBulk(SpmCustomers.bulkSave, []);
    expect(await counting({ push: none })).toMatchObject({ read: 6, acknowledged: 0, skipped: 6 });
    const others: Config['push'] = async (ctx, records) => {
      await ctx.sendBulk(SpmCustomers.bulkSave, []);
      return { sent: records.length, rejected: 0, rejectedItems: [] };
    };
    expect(await counting({ push: others })).toMatchObject({ acknowledged: 6, skipped: 0 });
    const failing: Config['push'] = async (ctx) => {
      await ctx.sendBulk(SpmCustomers.bulkSave, []);
      return { ok: false, statusCode: 500, data: null } as never;
    };
    const report = await bench().sync(numberStep(numbers(6), { push: failing }));
    expect(report.steps[0]).toMatchObject({ status: 'error', cursor_after: null });
    const two: Config['push'] = async (ctx, records) => {
      const orders = records.map(({ customer_id }) => ({ order_id: customer_id }));
      await ctx.sendBulk(SpmCustomers.bulkSave, records);
      return ctx.sendBulk(SpmOrders.bulkSave as BulkFunction, orders);
    };
    expect(await counting({ push: two })).toMatchObject({ read: 12, acknowledged: 12, skipped: 0 });
  });
});
