/** Steps, streams and answers that break their promises. */

import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../src/connector/bulk.ts';
import type { BulkStepConfig, SyncStepResult } from '../../../src/connector/types.ts';
import type { SpmError } from '../../../src/errors.ts';
import { describeError } from '../../../src/output/envelope.ts';
import { Redactor } from '../../../src/runtime/security/redactor.ts';
import type { SyncReport } from '../../../src/runtime/sync/report.ts';
import { bench, customers, DAY, stepOf, T0 } from '../../helpers/syncBench.ts';

type Config = BulkStepConfig<object, number>;

const bulk = (items: number[], more: Partial<Config> = {}) =>
  defineBulkStep<object, number>({
    entity: 'customers',
    stream: async function* (ctx) {
      for (const n of items) {
        if (typeof ctx.resume !== 'number' || n >= ctx.resume) yield n;
      }
    },
    map: (n) => ({ customer_id: String(n) }),
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    batchSize: 2,
    position: (n) => n,
    order: 'asc',
    ...more,
  });

const idsIn = (requests: { body: Record<string, unknown>[] }[]) =>
  requests.flatMap(({ body }) => body.map((item) => item.customer_id));

describe('a step that returns errors after a checkpoint', () => {
  it('reads its window from the start again, since the failed item may lie before', async () => {
    const { sync, window, clock, api } = bench();
    const pages = (failing: number | null) =>
      stepOf('customers', {
        run: async (ctx) => {
          const errors: string[] = [];
          for (const page of [1, 2, 3]) {
            if (typeof ctx.resume === 'number' && page <= ctx.resume) continue;
            if (page === failing) {
              errors.push(`page ${page} failed`);
              continue;
            }
            await ctx.sendBulk(SpmCustomers.bulkSave, customers(String(page)));
            await ctx.checkpoint(page);
          }
          return { items: 0, errors, advanceCursorTo: ctx.window.until };
        },
      });
    expect((await sync(pages(1))).steps[0]?.status).toBe('error');
    expect((await window('customers'))?.position).toBeNull();
    await clock.pass(DAY);
    expect((await sync(pages(null))).steps[0]).toMatchObject({ status: 'ok', resumed: false });
    expect(idsIn(api.requests)).toEqual(['2', '3', '1', '2', '3']);
  });
});

describe('an item that is sent again after a failure', () => {
  const fails = (count: number) => ({
    script: (_: unknown, index: number) => (index < count ? { status: 404 } : undefined),
  });

  it.each([1, 2])('was read once, also after %i failures', async (failures) => {
    const { sync } = bench(fails(failures));
    const step = stepOf('customers', {
      run: async (ctx) => {
        const send = () => ctx.sendBulk(SpmCustomers.bulkSave, customers('a', 'b'));
        for (let n = 0; n < failures; n++) await send().catch(() => {});
        await send();
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const { status, counts } = (await sync(step)).steps[0] ?? {};
    expect(status).toBe('ok');
    expect(counts).toMatchObject({ read: 2, acknowledged: 2, skipped: 0 });
  });

  it('counts as read once if it was handed over before that failed', async () => {
    const { sync } = bench(fails(1));
    const step = stepOf('customers', {
      run: async (ctx) => {
        const send = () => ctx.sendBulk(SpmCustomers.bulkSave, customers('a'));
        await Promise.allSettled([send(), send()]);
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const { status, counts } = (await sync(step)).steps[0] ?? {};
    expect(status).toBe('ok');
    expect(counts).toMatchObject({ read: 1, acknowledged: 1, skipped: 0 });
  });
});

describe('W8: a stream out of order', () => {
  it('reads a resumed full window again as a full one, at once', async () => {
    const { sync, window, clock, cursor } = bench({
      script: (_, index) => (index === 2 ? { status: 404 } : undefined),
    });
    await sync(bulk([1, 2]));
    await clock.pass(DAY);
    await sync(bulk([1, 2, 3, 4]), { full: true });
    expect(await window('customers')).toMatchObject({ full: true, position: 2 });
    await clock.pass(DAY);
    const { steps } = await sync(bulk([3, 4, 3.5]));
    expect(steps[0]).toMatchObject({
      status: 'ok',
      resumed: true,
      window: { until: new Date(T0 + 2 * DAY).toISOString() },
      // The same count in both steps, because this stream has no more items.
      counts: { read: 6 },
    });
    expect(steps[0]?.warnings[0]).toContain('out of order');
    expect(await window('customers')).toBeNull();
    expect((await cursor('customers'))?.lastSyncedAt).toBe(T0 + 2 * DAY);
  });

  it('is not resumed from before the break, even if the batch with the break fails', async () => {
    const { sync, window, clock, api } = bench({
      script: ({ body }, index) =>
        index < 3 && idsIn([{ body }]).includes('1.5') ? { status: 503 } : undefined,
    });
    expect((await sync(bulk([1, 2, 3, 4, 1.5]))).steps[0]?.status).toBe('error');
    expect((await window('customers'))?.position).toBeNull();
    await clock.pass(DAY);
    await sync(bulk([1, 2, 3, 4, 1.5]));
    expect(idsIn(api.requests.slice(3))).toEqual(['1', '2', '3', '4', '1.5']);
  });

  it('withdraws its position before it pushes on, so that a crash cannot resume from it', async () => {
    const positions: unknown[] = [];
    const { sync, window } = bench({
      script: async () => {
        positions.push((await window('customers'))?.position);
        return undefined;
      },
    });
    await sync(bulk([1, 2, 3, 4, 1.5]));
    // The stream is read on during a push, so the second push may already know.
    expect([null, 2]).toContain(positions[1]);
    expect(positions).toEqual([null, positions[1], null]);
  });

  it('withdraws it even if the late item is not pushed', async () => {
    const { sync, window } = bench();
    const step = bulk([1, 2, 3, 4, 1.5], {
      map: (n) => {
        if (n === 1.5) throw new Error('cannot be mapped');
        return { customer_id: String(n) };
      },
    });
    await sync(step);
    expect((await window('customers'))?.position).toBeNull();
  });

  it('does not finish a resumed window: earlier items were skipped, and are read at once', async () => {
    const { sync, cursor, clock, api } = bench({
      script: (_, index) => (index === 1 ? { status: 503 } : undefined),
    });
    await sync(bulk([1, 2, 3, 4]));
    await clock.pass(DAY);
    const report = await sync(bulk([1, 2, 3, 4, 1.5, 3]));
    expect(report.steps[0]?.warnings[0]).toContain('out of order');
    expect(report.steps[0]).toMatchObject({ status: 'ok', resumed: true });
    expect((await cursor('customers'))?.lastSyncedAt).toBe(T0 + DAY);
    // The last six are those of the window that was read from its start.
    expect(idsIn(api.requests).slice(-6)).toEqual(['1', '2', '3', '4', '1.5', '3']);
  });
});

describe('mistakes of a connector without types', () => {
  it('a position that cannot be stored is reported, even if the step does not await it', async () => {
    const { sync, cursor } = bench();
    const step = stepOf('orders', {
      run: async (ctx) => {
        void ctx.checkpoint({ id: 10n } as never).catch(() => {});
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const { steps } = await sync(step);
    expect(steps[0]).toMatchObject({ status: 'error' });
    expect(steps[0]?.errors.join()).toContain('BigInt');
    expect((await cursor('orders'))?.lastSyncedAt).toBeNull();
  });

  it.each([false, 0, '', null, undefined])(
    'leaves the cursor alone for advanceTo %o',
    async (to) => {
      const { sync, cursor } = bench();
      const { steps } = await sync(bulk([1], { advanceTo: () => to as never }));
      expect(steps[0]).toMatchObject({ status: 'ok', cursor_after: null });
      expect(steps[0]?.warnings.join()).toContain('without advanceCursorTo');
      expect((await cursor('customers'))?.lastSyncedAt).toBeNull();
    },
  );
});

describe('a definition that is not provisioned', () => {
  it.each([
    [
      'a plain step',
      stepOf('visits', { run: async (ctx) => void ctx.withSource('berlin') as never }),
    ],
    ['a push', bulk([1], { push: (ctx, records) => ctx.customData('Orders').save(records) })],
    ['a map', bulk([1], { map: (n, ctx) => ({ n, source: ctx.withSource('berlin').id }) })],
    [
      'sources()',
      stepOf('visits', {
        cursorScope: 'per-source',
        sources: (ctx) => [String(ctx.withSource('berlin').id)],
      }),
    ],
  ])('ends the run, and holds nothing against the step: %s', async (_, step) => {
    const { sync, cursor } = bench();
    const thrown = await sync([step, stepOf('orders')]).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: 'SPM_NOT_PROVISIONED',
      hint: expect.stringContaining('spm-connect provision'),
    });
    const { report } = (thrown as SpmError).details as { report: SyncReport };
    expect(report.status).toBe('failed');
    expect(report.steps.map(({ status }) => status)).toEqual(['error', 'skipped']);
    expect(await cursor(step.entity)).toBeNull();
    expect(await cursor('orders')).toBeNull();
  });

  it('fails a plain step that returns it as its error: other steps may not need it', async () => {
    const { sync, cursor } = bench();
    const step = stepOf('visits', {
      run: async (ctx) => {
        try {
          ctx.customData('Orders');
        } catch (error) {
          return { items: 0, errors: [(error as Error).message] };
        }
        return { items: 0, errors: [] };
      },
    });
    const { status, steps } = await sync([step, stepOf('orders')]);
    expect(status).toBe('partial');
    expect(steps.map((one) => one.status)).toEqual(['error', 'ok']);
    expect(steps[0]?.errors.join()).toContain('Orders');
    expect(await cursor('visits')).toMatchObject({ consecutiveFailures: 1 });
  });

  it('does not fail a step that only asked for it', async () => {
    const step = stepOf('visits', {
      run: async (ctx) => {
        expect(() => ctx.withSource('berlin')).toThrow();
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    expect((await bench().sync(step)).status).toBe('ok');
  });
});

/** There is no change since the day before, so only the resumed window has items. */
const ALL_IS_SETTLED = { settleSeconds: DAY / 1000 };

describe('pushes without sendBulk', () => {
  it('are not counted when the step was resumed', async () => {
    const { sync, clock } = bench();
    await sync(
      stepOf('customers', {
        run: async (ctx) => {
          await ctx.sendBulk(SpmCustomers.bulkSave, customers('a'));
          await ctx.checkpoint('a');
          throw new Error('stopped');
        },
      }),
    );
    await clock.pass(DAY);
    const report = await sync(
      stepOf('customers', {
        run: async (ctx) => ({ items: 3, errors: [], advanceCursorTo: ctx.window.until }),
      }),
      ALL_IS_SETTLED,
    );
    expect(report.steps[0]).toMatchObject({ resumed: true, counts: { read: 0, acknowledged: 0 } });
  });

  it('of a bulk step cause one warning when they drop the answer', async () => {
    const dropping: Config['push'] = async (ctx, records) => {
      await SpmCustomers.bulkSave(ctx.spm, records as never);
    };
    const answering: Config['push'] = (ctx, records) =>
      SpmCustomers.bulkSave(ctx.spm, records as never);
    const warnings = async (push: Config['push']) =>
      (await bench().sync(bulk([1, 2, 3], { push }))).steps[0]?.warnings;
    expect(await warnings(dropping)).toEqual([expect.stringContaining('count as acknowledged')]);
    expect(await warnings(answering)).toEqual([]);
  });
});

describe('R5: sources() that does not name sources', () => {
  it.each([[undefined], ['paris'], [[1]], [['']], [{ paris: 1 }]])(
    '%j is an error',
    async (keys) => {
      const step = stepOf('sales', { cursorScope: 'per-source', sources: () => keys as never });
      const report = await bench().sync(step);
      expect(report.status).toBe('failed');
      expect(report.steps[0]).toMatchObject({ entity: 'sales', status: 'error' });
      expect(report.steps[0]?.errors[0]).toContain('sources()');
    },
  );
});

describe('an invalid result', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['done', 'done'],
    [{ items: 1 }, 'errors'],
    [{ items: 1, errors: 'oops' }, 'errors'],
    [{ items: Number.NaN, errors: [] }, 'items'],
    [{ items: '3', errors: [] }, 'items'],
    [{ items: -1, errors: [] }, 'items'],
  ])('%j is told as the step’s own error', async (result, word) => {
    const { sync, cursor, window } = bench();
    const step = stepOf('orders', {
      run: async (ctx) => {
        await ctx.checkpoint(7);
        return result as SyncStepResult;
      },
    });
    const [report] = (await sync(step)).steps;
    expect(report).toMatchObject({ status: 'error', cursor_after: null });
    expect(report?.errors).toHaveLength(1);
    expect(report?.errors[0]).toContain('Step orders');
    expect(report?.errors[0]).toContain(word);
    expect((await cursor('orders'))?.consecutiveFailures).toBe(1);
    expect((await window('orders'))?.position).toBeNull();
  });

  it('accepts errors that are not texts', async () => {
    const errors = [new Error('page 1 failed'), 404] as never;
    const report = await bench().sync(
      stepOf('orders', { run: async () => ({ items: 0, errors }) }),
    );
    expect(report.steps[0]?.errors).toEqual(['page 1 failed', '404']);
  });
});

describe('secrets', () => {
  const leak = 'GET https://pos.example/v1?api_key=hush-1234 failed, password=hush-1234';

  it.each([
    ['thrown', stepOf('orders', { run: () => Promise.reject(new Error(leak)) })],
    ['returned', stepOf('orders', { run: async () => ({ items: 0, errors: [leak] }) })],
    [
      'thrown by sources()',
      stepOf('orders', {
        cursorScope: 'per-source',
        sources: () => {
          throw new Error(leak);
        },
      }),
    ],
    [
      'in a date that is none',
      stepOf('orders', {
        run: async () => ({ items: 0, errors: [], advanceCursorTo: leak as never }),
      }),
    ],
    [
      'of a bulk step',
      bulk([], {
        stream: () => {
          throw new Error(leak);
        },
      }),
    ],
  ])('do not reach what is shown of the report, nor the store: %s', async (_, step) => {
    const { sync, store } = bench();
    const report = new Redactor().report(await sync(step));
    const written = { report, cursors: await store.cursors.list(), runs: await store.runs.list() };
    expect(JSON.stringify(report)).toContain('[redacted]');
    expect(JSON.stringify(written)).not.toContain('hush');
  });

  it('of an error do not reach its report', async () => {
    const { sync, store } = bench({
      script: () => ({ status: 401, body: { message: 'bad token=hush-1234' } }),
    });
    const thrown = (await sync(bulk([1])).catch((error: unknown) => error)) as SpmError;
    const shown = describeError(thrown, false, new Redactor());
    expect(JSON.stringify(shown)).not.toContain('hush');
    expect(JSON.stringify(await store.runs.list())).not.toContain('hush');
  });
});
