/** How a bulk step reads on while it pushes, and what is counted and committed meanwhile. */
import { SpmCustomers, SpmOrders, SpmProducts } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../../src/connector/bulk.ts';
import type {
  BulkFunction,
  BulkStepConfig,
  SyncStepContext,
} from '../../../../src/connector/types.ts';
import { accepted, type ScriptedAnswer } from '../../../helpers/scriptedApi.ts';
import { bench, MINUTE, settled } from '../../../helpers/syncBench.ts';

type Config = BulkStepConfig<object, number>;

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Two customers in each push. */
function step(items: number[], more: Partial<Config> = {}, taken: number[] = []) {
  return defineBulkStep<object, number>({
    entity: 'customers',
    batchSize: 2,
    async *stream(ctx) {
      for (const n of items) {
        if (typeof ctx.resume === 'number' && n <= ctx.resume) continue;
        taken.push(n);
        yield n;
      }
    },
    map: (n) => ({ customer_id: String(n) }),
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    position: (n) => n,
    order: 'asc',
    ...more,
  });
}

/** An API that answers each request when it is told. */
function heldApi() {
  const waiting = new Map<string, (answer: ScriptedAnswer) => void>();
  const rig = bench({
    script: ({ body }) =>
      new Promise((resolve) => waiting.set(body.map((one) => one.customer_id).join(), resolve)),
  });
  const answer = async (ids: string, status = 200) => {
    const respond = waiting.get(ids);
    if (!respond) throw new Error(`nothing waits as ${ids}, but ${[...waiting.keys()]}`);
    waiting.delete(ids);
    const items = ids.split(',');
    respond(status === 200 ? { body: accepted(items) } : { status, body: { message: 'no' } });
    for (let n = 0; n < 5; n++) await settled();
  };
  const inFlight = async () => {
    for (let n = 0; n < 10; n++) await settled();
    return [...waiting.keys()];
  };
  const position = async () => (await rig.window('customers'))?.position;
  return { ...rig, answer, inFlight, position };
}

describe('reading on', () => {
  it('begins after the first push, then goes beside those under way', async () => {
    const { sync, answer, inFlight } = heldApi();
    const taken: number[] = [];
    const running = sync(step(numbers(8), {}, taken));
    expect(await inFlight()).toEqual(['0,1']);
    expect(taken).toEqual([0, 1]);
    await answer('0,1');
    expect(await inFlight()).toEqual(['2,3', '4,5', '6,7']);
    for (const ids of ['2,3', '4,5', '6,7']) await answer(ids);
    expect((await running).totals).toMatchObject({ read: 8, acknowledged: 8 });
  });

  it('pauses at the limits', async () => {
    const { sync, answer, inFlight } = heldApi();
    const taken: number[] = [];
    const running = sync(step(numbers(5_000), { batchSize: 50 }, taken));
    await inFlight();
    const first = numbers(50).join();
    await answer(first);
    const under = await inFlight();
    expect(under).toHaveLength(4);
    // What is under way, and one batch that waits for its turn.
    expect(taken.length).toBeLessThanOrEqual(50 + 800 + 50);
    void running.catch(() => {});
  });

  it('is one push after another where the step says so, or sends with its own context', async () => {
    const one = heldApi();
    void one.sync(step(numbers(6), { concurrency: 1 }));
    await one.inFlight();
    await one.answer('0,1');
    expect(await one.inFlight()).toEqual(['2,3']);

    const stray = heldApi();
    let own: Parameters<Config['stream']>[0];
    const straying = step(numbers(6), {
      async *stream(ctx) {
        own = ctx;
        yield* numbers(6);
      },
      push: (_, records) => own.sendBulk(SpmCustomers.bulkSave, records),
    });
    void stray.sync(straying);
    await stray.inFlight();
    await stray.answer('0,1');
    expect(await stray.inFlight()).toEqual(['2,3']);
  });
});

describe('the position', () => {
  it('is that of the last push before which all are settled', async () => {
    const { sync, answer, inFlight, position } = heldApi();
    const running = sync(step(numbers(8)));
    await inFlight();
    await answer('0,1');
    await inFlight();
    expect(await position()).toBe(1);
    await answer('4,5');
    expect(await position()).toBe(1);
    await answer('2,3');
    expect(await position()).toBe(5);
    await answer('6,7');
    expect((await running).status).toBe('ok');
    expect(await position()).toBeUndefined();
  });

  it('stays before a push that fails, and the next run goes on there', async () => {
    const { sync, answer, inFlight, position, clock } = heldApi();
    const running = sync(step(numbers(8)));
    await inFlight();
    await answer('0,1');
    await inFlight();
    await answer('4,5');
    await answer('2,3', 500);
    await answer('6,7');
    expect((await running).steps[0]).toMatchObject({ status: 'error' });
    expect(await position()).toBe(1);
    await clock.pass(60_000);
    const taken: number[] = [];
    const again = sync(step(numbers(8), {}, taken));
    await inFlight();
    expect(taken).toEqual([2, 3]);
    await answer('2,3');
    await inFlight();
    await answer('4,5');
    await answer('6,7');
    expect((await again).steps[0]).toMatchObject({ status: 'ok', resumed: true });
  });
});

describe('what a push does not wait for, or swallows', () => {
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
    const failed = await sync(step(numbers(8), how));
    expect(failed.steps[0]).toMatchObject({ status: 'error', cursor_after: null });
    expect((await window('customers'))?.position).toBe(1);
    await clock.pass(2 * MINUTE);
    const before = api.requests.length;
    expect((await sync(step(numbers(8), how))).steps[0]).toMatchObject({
      status: 'ok',
      resumed: true,
    });
    expect(api.requests.slice(before).flatMap(({ body }) => body)).toHaveLength(6);
  });

  it('holds it too where it was sent with the context of the step', async () => {
    const { sync, window } = oneFails();
    let outer: SyncStepContext<object> | undefined;
    const strays = step(numbers(8), {
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

  it('is waited for before anything counts as settled', async () => {
    const { sync, inFlight, position } = heldApi();
    const floating = step(numbers(8), {
      push: async (ctx, records) => void ctx.sendBulk(SpmCustomers.bulkSave, records),
    });
    void sync(floating);
    expect(await inFlight()).toEqual(['0,1']);
    expect(await position()).toBeNull();
  });
});

describe('a stream without a promised order', () => {
  it.each([undefined, 'none'] as const)('has no checkpoints: order %s', async (order) => {
    const stop = new AbortController();
    const { sync, window } = bench();
    const items = [1, 7, 3, 2, 9, 4];
    const loose = step([], {
      ...(order ? { order } : { order: undefined as never }),
      async *stream() {
        for (const n of items) {
          if (n === 2) for (let i = 0; i < 10; i++) await settled();
          if (n === 2) stop.abort();
          yield n;
        }
      },
    });
    expect((await sync(loose, {}, { signal: stop.signal })).steps[0]?.status).toBe('interrupted');
    expect((await window('customers'))?.position).toBeNull();
  });
});

describe('a stream or a map that fails', () => {
  it('keeps nothing from the shop that was read before it', async () => {
    const { sync, api } = bench();
    const failing = step(numbers(7), {
      key: (record) => String((record as { customer_id: string }).customer_id),
      skipUnchanged: true,
      batchSize: 50,
      map: (n) => {
        if (n === 6) throw new Error('bad');
        return { customer_id: String(n) };
      },
    });
    const report = await sync(failing);
    expect(report.steps[0]).toMatchObject({
      status: 'error',
      counts: { acknowledged: 6 },
      errors: [expect.stringContaining('bad')],
    });
    expect(api.requests).toHaveLength(1);
  });
});

describe('counts', () => {
  const counting = async (more: Partial<Config>, items = numbers(6)) =>
    (await bench().sync(step(items, more))).steps[0]?.counts;

  it('add up where map leaves some out', async () => {
    const map: Config['map'] = (n) => (n % 3 === 0 ? null : { customer_id: String(n) });
    expect(await counting({ map })).toEqual({
      read: 6,
      acknowledged: 4,
      unchanged: 0,
      skipped: 2,
      rejected: 0,
    });
  });

  it('add up where push sends fewer, more, or two things', async () => {
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
    const report = await bench().sync(step(numbers(6), { push: failing }));
    expect(report.steps[0]).toMatchObject({ status: 'error', cursor_after: null });
    const two: Config['push'] = async (ctx, records) => {
      const orders = records.map(({ customer_id }) => ({ order_id: customer_id }));
      await ctx.sendBulk(SpmCustomers.bulkSave, records);
      return ctx.sendBulk(SpmOrders.bulkSave as BulkFunction, orders);
    };
    expect(await counting({ push: two })).toMatchObject({ read: 12, acknowledged: 12, skipped: 0 });
  });
});

describe('two versions of one record', () => {
  it('never travel at once, and the last one read wins', async () => {
    const { sync, answer, inFlight } = heldApi();
    const texts = ['a:1', 'b:1', 'c:1', 'd:1', 'c:2', 'e:1'];
    const bulk = defineBulkStep<object, string>({
      entity: 'customers',
      batchSize: 2,
      async *stream() {
        yield* texts;
      },
      map: (text) => ({ customer_id: text.slice(0, 1), first_name: text.slice(2) }),
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    });
    const running = sync(bulk);
    await inFlight();
    await answer('a,b');
    expect(await inFlight()).toEqual(['c,d']);
    await answer('c,d');
    expect(await inFlight()).toEqual(['c,e']);
    await answer('c,e');
    expect((await running).totals).toMatchObject({ read: 6, acknowledged: 6 });
  });

  it('are told by the same names in every batch, whatever else it holds', async () => {
    const open: string[] = [];
    const ends: (() => void)[] = [];
    let together = 0;
    const { sync } = bench({
      script: async ({ body }) => {
        const mine = body.map(({ product_id, lang }) => `${product_id} ${lang}`);
        together += mine.filter((name) => open.includes(name)).length;
        open.push(...mine);
        await new Promise<void>((resolve) => ends.push(resolve));
        for (const name of mine) open.splice(open.indexOf(name), 1);
        return { body: accepted(body) };
      },
    });
    const texts = ['1fr', '2fr', '3fr', '12fr', '12fr', '12en'];
    const bulk = defineBulkStep<object, string, { product_id: string; lang: string }>({
      entity: 'products',
      batchSize: 2,
      async *stream() {
        yield* texts;
      },
      map: (text) => ({ product_id: text.slice(0, -2), lang: text.slice(-2) }),
      key: ({ product_id }) => product_id,
      push: (ctx, records) => ctx.sendBulk(SpmProducts.bulkSave, records),
    });
    const running = sync(bulk);
    for (let n = 0; n < 60; n++) {
      await settled();
      if (n % 10 === 9) ends.shift()?.();
    }
    expect((await running).totals).toMatchObject({ read: 6, acknowledged: 6 });
    expect(together).toBe(0);
  });
});
