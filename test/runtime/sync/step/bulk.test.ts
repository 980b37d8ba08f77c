/** A bulk step reads while it pushes: how far it reads ahead, and which positions it commits. */
import { SpmCustomers, SpmProducts } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../../src/connector/bulk.ts';
import { type Config, heldApi, numberStep, numbers } from '../../../helpers/numberSteps.ts';
import { accepted } from '../../../helpers/scriptedApi.ts';
import { bench, settled } from '../../../helpers/syncBench.ts';

describe('reading ahead', () => {
  it('starts after the first push, then overlaps with pushes', async () => {
    const { sync, answer, inFlight } = heldApi();
    const taken: number[] = [];
    const running = sync(numberStep(numbers(8), {}, taken));
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
    const running = sync(numberStep(numbers(5_000), { batchSize: 50 }, taken));
    await inFlight();
    const first = numbers(50).join();
    await answer(first);
    const under = await inFlight();
    expect(under).toHaveLength(8);
    // The running pushes, and one batch that waits for its turn.
    expect(taken.length).toBeLessThanOrEqual(50 + 800 + 50);
    void running.catch(() => {});
  });

  it('waits for each push when the step asks for it, or sends with its own context', async () => {
    const one = heldApi();
    void one.sync(numberStep(numbers(6), { concurrency: 1 }));
    await one.inFlight();
    await one.answer('0,1');
    expect(await one.inFlight()).toEqual(['2,3']);

    const stray = heldApi();
    let own: Parameters<Config['stream']>[0];
    const straying = numberStep(numbers(6), {
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
    const running = sync(numberStep(numbers(8)));
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

  it('stays before a failed push, and the next run continues there', async () => {
    const { sync, answer, inFlight, position, clock } = heldApi();
    const running = sync(numberStep(numbers(8)));
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
    const again = sync(numberStep(numbers(8), {}, taken), { settleSeconds: 60 });
    await inFlight();
    expect(taken).toEqual([2, 3]);
    await answer('2,3');
    await inFlight();
    await answer('4,5');
    await answer('6,7');
    expect((await again).steps[0]).toMatchObject({ status: 'ok', resumed: true });
  });
});

describe('a stream without a promised order', () => {
  it.each([undefined, 'none'] as const)('has no checkpoints: order %s', async (order) => {
    const stop = new AbortController();
    const { sync, window } = bench();
    const items = [1, 7, 3, 2, 9, 4];
    const loose = numberStep([], {
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

describe('an error of the stream or of map', () => {
  it('does not hold back what was read before it', async () => {
    const { sync, api } = bench();
    const failing = numberStep(numbers(7), {
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

describe('two versions of one record', () => {
  it('are never in flight at once, and the last one read wins', async () => {
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

  it('have the same names in every batch, whatever else it holds', async () => {
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
