import {
  SpmCustomDataDefinitions,
  SpmCustomers,
  SpmOrders,
  SpmProducts,
  SpmProductsVariations,
} from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type {
  BulkFunction,
  BulkResult,
  SyncStepContext,
} from '../../../../../src/connector/types.ts';
import { makeSendBulk } from '../../../../../src/runtime/sync/push/send-bulk.ts';
import { accepted, type Script, scriptedApi } from '../../../../helpers/scriptedApi.ts';
import { bench, customers, memoryLogger, stepOf } from '../../../../helpers/syncBench.ts';

const numbered = (count: number, name = 'variation_id') =>
  Array.from({ length: count }, (_, n) => ({ [name]: String(n) }));

type Act = (ctx: SyncStepContext<object>) => Promise<unknown>;

/** A step that runs this code. */
async function acting(act: Act, script?: Script) {
  const parts = bench(script ? { script } : {});
  let returned: unknown;
  const step = stepOf('things', {
    tolerateRejects: true,
    run: async (ctx) => {
      returned = await act(ctx);
      return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
    },
  });
  const report = await parts.sync(step);
  const sizes = parts.api.requests.map(({ body }) => body?.length);
  const letters = await parts.store.rejects.list();
  return { ...parts, report, step: report.steps[0], returned, sizes, letters };
}

/** A function of another copy of the SDK, which the engine has never seen. */
const foreign: BulkFunction = async (client, items) => {
  const { status, data } = await client.request({
    method: 'post',
    url: 'customers',
    data: items as unknown,
  });
  return { ok: true, statusCode: status, data, error: null };
};

const refusing =
  (bad: number): Script =>
  ({ body }) => {
    return Array.isArray(body) && body.length > bad
      ? { body: accepted(body, { [bad]: ['no'] }) }
      : undefined;
  };

describe('a function of another copy of the SDK', () => {
  it("is pushed with in the resource's limit, and its dead letters have keys and a way back", async () => {
    const pushed = await acting(
      (ctx) => ctx.sendBulk(foreign, numbered(120, 'customer_id')),
      refusing(30),
    );
    expect(pushed.sizes).toEqual([50, 50, 20]);
    expect(pushed.step?.counts).toMatchObject({ read: 120, acknowledged: 118, rejected: 2 });
    expect(pushed.letters.map(({ key, route }) => [key, route])).toEqual([
      ['customers:80', 'customers'],
      ['customers:30', 'customers'],
    ]);
    expect(pushed.returned).toMatchObject({ sent: 118, rejected: 2 });
  });

  it('goes side by side, since its records are known', async () => {
    let most = 0;
    let open = 0;
    const held: Script = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
      return undefined;
    };
    await acting((ctx) => ctx.sendBulk(foreign, numbered(200, 'customer_id')), held);
    expect(most).toBe(4);
  });

  it('may make something else of its items: they are known by what was handed over', async () => {
    const tagging: BulkFunction = (client, items: object[]) =>
      foreign(client, items.map((item) => ({ ...item, id_data_source: 11 })) as never[]);
    const { letters, returned, api } = await acting(
      (ctx) => ctx.sendBulk(tagging, customers('a', 'b')),
      refusing(1),
    );
    expect(api.requests[0]?.body[0]).toEqual({ customer_id: 'a', id_data_source: 11 });
    expect(letters).toMatchObject([{ payload: { customer_id: 'b', id_data_source: 11 } }]);
    const { rejectedItems } = returned as BulkResult;
    expect(rejectedItems).toMatchObject([{ index: 1, item: { customer_id: 'b' } }]);
  });

  it('may send a part of its items, or in parts of its own', async () => {
    const fewer: BulkFunction = (client, items) => foreign(client, items.slice(1));
    const some = await acting((ctx) => ctx.sendBulk(fewer, customers('a', 'b', 'c')), refusing(1));
    expect(some.step?.counts).toMatchObject({ read: 2, acknowledged: 1, rejected: 1 });
    expect(some.returned).toMatchObject({
      rejectedItems: [{ index: 2, item: { customer_id: 'c' } }],
    });
    const inParts: BulkFunction = (client, items) =>
      SpmCustomers.bulkSave(client, items, { chunk: true, chunkSize: 2 });
    const parts = await acting(
      (ctx) => ctx.sendBulk(inParts, customers('a', 'b', 'c')),
      refusing(0),
    );
    expect(parts.sizes).toEqual([2, 1]);
    expect(parts.returned).toMatchObject({ sent: 1, rejectedItems: [{ index: 0 }, { index: 2 }] });
  });

  it('is told the answer of the API', async () => {
    let told: unknown;
    const asking: BulkFunction = async (client, items) => {
      told = await SpmCustomers.bulkSave(client, items);
      return told;
    };
    await acting((ctx) => ctx.sendBulk(asking, numbered(60, 'customer_id')), refusing(9));
    expect(told).toMatchObject({
      ok: true,
      data: { sent_count: 58, rejected_count: 2, rejected_items: [{ index: 9 }, { index: 59 }] },
    });
  });
});

describe('a call without items', () => {
  const variations = (ctx: SyncStepContext<object>, count: number) => () =>
    SpmProductsVariations.bulkSave(ctx.spm, '7', numbered(count) as never[]);

  it('is cut into the limit of its resource, its records are keyed and can be replayed', async () => {
    const { sizes, api, letters, step, returned } = await acting(
      (ctx) => ctx.sendBulk(variations(ctx, 120)),
      refusing(30),
    );
    expect(sizes).toEqual([50, 50, 20]);
    expect(api.requests[0]?.url).toBe('products/7/variations');
    expect(step?.counts).toMatchObject({ read: 120, acknowledged: 118, rejected: 2 });
    expect(letters.map(({ key, route }) => [key, route])).toEqual([
      ['products-variations:7:80', 'products-variations/7'],
      ['products-variations:7:30', 'products-variations/7'],
    ]);
    expect(returned).toMatchObject({
      sent: 118,
      rejected: 2,
      rejected_items: [{ index: 30 }, { index: 80 }],
    });
  });

  it('is told from the calls that the step makes meanwhile', async () => {
    const { api, step } = await acting(async (ctx) => {
      const orders = ctx.sendBulk(SpmOrders.bulkSave, [{ order_id: '1' }] as never[]);
      const own = SpmCustomDataDefinitions.list(ctx.spm);
      await Promise.all([ctx.sendBulk(variations(ctx, 1)), orders, own]);
    });
    expect(api.requests.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      'get custom-data-definitions',
      'post orders',
      'post products/7/variations',
    ]);
    expect(step?.counts).toMatchObject({ read: 2, acknowledged: 2 });
  });

  it('may make several requests, after it has waited', async () => {
    const { step, returned } = await acting((ctx) =>
      ctx.sendBulk(async () => {
        for (const id of ['7', '8']) {
          await new Promise(setImmediate);
          await SpmProductsVariations.bulkSave(ctx.spm, id, numbered(2) as never[]);
        }
      }),
    );
    expect(step?.counts).toMatchObject({ read: 4, acknowledged: 4 });
    expect(returned).toMatchObject({ sent: 4 });
  });

  it('may delete', async () => {
    const { api, step, letters } = await acting(
      (ctx) =>
        ctx.sendBulk(() =>
          SpmProducts.bulkDelete(
            ctx.spm,
            numbered(30).map((_, n) => String(n)),
          ),
        ),
      ({ body }) => ({
        body: accepted((body as unknown as { product_ids: string[] }).product_ids, { 1: ['no'] }),
      }),
    );
    expect(api.requests.map(({ url }) => url)).toEqual(Array(2).fill('products/bulk-delete'));
    expect(step?.counts).toMatchObject({ read: 30, acknowledged: 28, rejected: 2 });
    expect(letters.map(({ payload, route }) => [payload, route])).toEqual([
      ['21', null],
      ['1', null],
    ]);
  });

  it('may run beside others, each with its own answer', async () => {
    const { step, returned } = await acting((ctx) =>
      Promise.all([3, 60, 1].map((count) => ctx.sendBulk(variations(ctx, count)))),
    );
    expect(returned).toMatchObject([{ sent: 3 }, { sent: 60 }, { sent: 1 }]);
    expect(step?.counts).toMatchObject({ read: 64, acknowledged: 64 });
  });

  it('holds the cursor where it fails, whatever the step makes of it', async () => {
    const { step } = await acting(
      (ctx) => ctx.sendBulk(variations(ctx, 3)).catch(() => {}),
      () => ({ status: 500, body: { message: 'down' } }),
    );
    expect(step).toMatchObject({ status: 'error', cursor_after: null });
    expect(step?.errors[0]).toContain('3 items are not settled');
  });

  it('of another client is settled by its answer', async () => {
    const other = scriptedApi(({ body }) => ({ body: accepted(body, { 0: ['bad'] }) }));
    const push: Act = (ctx) =>
      ctx.sendBulk(() => SpmCustomers.bulkSave(other.client, customers('a', 'b') as never[]));
    const { step, letters, returned } = await acting(push);
    expect(step?.counts).toMatchObject({ read: 2, acknowledged: 1, rejected: 1 });
    expect(letters).toMatchObject([{ errors: ['bad'] }]);
    expect(returned).toMatchObject({ sent: 1, rejected: 1 });
  });

  it('of another client that fails holds the cursor', async () => {
    const other = scriptedApi(() => ({ status: 503, body: { message: 'down' } }));
    const push: Act = (ctx) =>
      ctx
        .sendBulk(() => SpmCustomers.bulkSave(other.client, customers('a') as never[]))
        .catch(() => {});
    expect((await acting(push)).step).toMatchObject({ status: 'error', cursor_after: null });
  });

  it.each([
    ['nothing', undefined],
    ['an answer without counts', { ok: true, statusCode: 200, data: { statusCode: 200 } }],
  ])('that resolves to %s has sent nothing', async (_, returned) => {
    const pushed = await acting((ctx) => ctx.sendBulk(async () => returned));
    expect(pushed.returned).toMatchObject({ sent: 0, rejected: 0 });
    expect(pushed.step).toMatchObject({ status: 'ok' });
  });

  it('throws what it throws', async () => {
    const { step } = await acting((ctx) =>
      ctx.sendBulk(async () => {
        throw new Error('no partner');
      }),
    );
    expect(step?.errors).toEqual(['no partner']);
  });
});

describe('outside a sync', () => {
  it('a call without items is settled by its answer, and throws where that tells of a failure', async () => {
    const script: Script = ({ body }) =>
      body.length > 2
        ? { status: 500, body: { message: 'down' } }
        : { body: accepted(body, { 0: ['bad'] }) };
    const { client } = scriptedApi(script);
    const rejects: unknown[] = [];
    const sendBulk = makeSendBulk(client, memoryLogger(), (reject) => void rejects.push(reject));
    const push = (...ids: string[]) =>
      sendBulk(() => SpmCustomers.bulkSave(client, customers(...ids) as never[]));
    expect(await push('a', 'b')).toMatchObject({ sent: 1, rejected: 1 });
    expect(rejects).toMatchObject([{ errors: ['bad'] }]);
    await expect(push('a', 'b', 'c')).rejects.toMatchObject({ code: 'SPM_API_ERROR' });
  });
});
