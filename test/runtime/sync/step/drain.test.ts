import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../../src/connector/bulk.ts';
import type { SyncStepContext } from '../../../../src/connector/types.ts';
import { DRAIN_TIMEOUT_MS, GivenUp, withinDrain } from '../../../../src/runtime/sync/step/drain.ts';
import {
  bench,
  customers,
  ID,
  ManualClock,
  settled,
  stepOf,
  T0,
} from '../../../helpers/syncBench.ts';

const never = new Promise<never>(() => {});

describe('withinDrain', () => {
  it('returns the result of the work, also after the signal', async () => {
    const stop = AbortSignal.abort();
    const clock = new ManualClock();
    expect(
      await withinDrain(
        settled().then(() => 7),
        stop,
        clock,
        10,
      ),
    ).toBe(7);
    await expect(withinDrain(Promise.reject(new Error('no')), stop, clock, 10)).rejects.toThrow(
      'no',
    );
  });

  it('throws after the limit, and not without a signal', async () => {
    const stop = new AbortController();
    const clock = new ManualClock();
    let ended = false;
    const given = withinDrain(never, stop.signal, clock, 10).finally(() => {
      ended = true;
    });
    const givenUp = expect(given).rejects.toBeInstanceOf(GivenUp);
    await clock.pass(1000);
    stop.abort();
    await settled();
    await clock.pass(9);
    expect(ended).toBe(false);
    await clock.pass(1);
    await givenUp;
  });
});

describe('a step that ignores a shutdown', () => {
  it('is abandoned after the limit; the lease is released and its pushes are rejected', async () => {
    const shutdown = new AbortController();
    const { sync, clock, api, cursor, store } = bench();
    let left: SyncStepContext<object> | undefined;
    const step = stepOf('customers', {
      run: async (ctx) => {
        left = ctx;
        shutdown.abort();
        return never;
      },
    });
    const running = sync([step, stepOf('orders')], {}, { signal: shutdown.signal });
    await settled();
    await clock.pass(DRAIN_TIMEOUT_MS);
    const report = await running;
    expect(report.steps.map(({ status }) => status)).toEqual(['interrupted', 'skipped']);
    expect(report.steps[0]?.warnings).toEqual([expect.stringContaining('abandoned')]);
    expect(await cursor('customers')).toBeNull();
    expect((await store.leases.get(ID))?.until).toBe(0);
    const late = left?.sendBulk(SpmCustomers.bulkSave, customers('a'));
    await expect(late).rejects.toMatchObject({ code: 'SPM_CONNECTOR_INVALID' });
    expect(api.requests).toEqual([]);
  });

  it('is abandoned in a later push that hangs while the stream waits', async () => {
    const shutdown = new AbortController();
    const { sync, clock, store } = bench();
    const step = defineBulkStep<object, string>({
      entity: 'customers',
      batchSize: 1,
      stream: async function* () {
        yield* ['a', 'b'];
        await never;
      },
      map: (customer_id) => ({ customer_id }),
      push: (ctx, records) =>
        records[0]?.customer_id === 'a' ? ctx.sendBulk(SpmCustomers.bulkSave, records) : never,
    });
    const running = sync([step, stepOf('orders')], {}, { signal: shutdown.signal });
    for (let n = 0; n < 10; n++) await settled();
    shutdown.abort();
    await settled();
    await clock.pass(DRAIN_TIMEOUT_MS);
    const report = await running;
    expect(report.steps.map(({ status }) => status)).toEqual(['interrupted', 'skipped']);
    expect((await store.leases.get(ID))?.until).toBe(0);
  });

  it.each([{ skipUnchanged: false }, { skipUnchanged: true }])(
    'is abandoned in a push that never ends: %o',
    async (more) => {
      const shutdown = new AbortController();
      const { sync, clock, store } = bench();
      const step = defineBulkStep<object, string>({
        entity: 'customers',
        stream: async function* () {
          yield* ['a', 'b', 'a'];
        },
        map: (customer_id) => ({ customer_id }),
        key: ({ customer_id }) => String(customer_id),
        push: () => {
          shutdown.abort();
          return never;
        },
        batchSize: 1,
        ...more,
      });
      const running = sync(step, {}, { signal: shutdown.signal, drainTimeoutMs: 500 });
      for (let n = 0; n < 10; n++) await settled();
      await clock.pass(500);
      expect((await running).steps[0]).toMatchObject({ status: 'interrupted' });
      expect((await store.leases.get(ID))?.until).toBe(0);
    },
  );

  it('is abandoned while it names its sources', async () => {
    const shutdown = new AbortController();
    const { sync, clock } = bench();
    const sources = () => {
      shutdown.abort();
      return never;
    };
    const step = stepOf('sales', { cursorScope: 'per-source', sources });
    const running = sync(step, {}, { signal: shutdown.signal, drainTimeoutMs: 500 });
    await settled();
    await clock.pass(500);
    expect((await running).steps[0]).toMatchObject({ entity: 'sales', status: 'interrupted' });
  });
});

describe('a step that ended when the signal came', () => {
  it('is interrupted if it is a plain one, since nobody knows whether it read everything', async () => {
    const shutdown = new AbortController();
    const { sync, cursor } = bench({
      script: () => {
        shutdown.abort();
        return undefined;
      },
    });
    const step = stepOf('customers', {
      run: async (ctx) => {
        await ctx.sendBulk(SpmCustomers.bulkSave, customers('a'));
        return { items: 1, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const report = await sync([step, stepOf('orders')], {}, { signal: shutdown.signal });
    expect(report.steps.map(({ status }) => status)).toEqual(['interrupted', 'skipped']);
    expect(report).toMatchObject({ status: 'failed', errors: ['interrupted'] });
    expect(await cursor('customers')).toBeNull();
  });

  it.each([
    [3, 'ok'],
    [2, 'interrupted'],
  ] as const)(
    'of bulk with %i items in batches of 2 is %s: its stream must have ended',
    async (count, status) => {
      const shutdown = new AbortController();
      const last = Math.ceil(count / 2) - 1;
      const { sync, cursor } = bench({
        script: (_, index) => {
          if (index === last) shutdown.abort();
          return undefined;
        },
      });
      const step = defineBulkStep<object, string>({
        entity: 'customers',
        stream: async function* () {
          yield* ['a', 'b', 'c'].slice(0, count);
        },
        map: (customer_id) => ({ customer_id }),
        push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
        batchSize: 2,
      });
      const report = await sync(step, {}, { signal: shutdown.signal });
      expect(report.steps[0]?.status).toBe(status);
      expect((await cursor('customers'))?.lastSyncedAt).toBe(status === 'ok' ? T0 : undefined);
    },
  );
});

describe('a step that collected errors and read on', () => {
  const pages = (act: (page: number) => void, failing: () => boolean) =>
    stepOf('customers', {
      run: async (ctx) => {
        const errors: string[] = [];
        const done = typeof ctx.resume === 'number' ? ctx.resume : 0;
        for (let page = done + 1; page <= 4; page++) {
          if (ctx.signal.aborted) return { items: 0, errors };
          if (page === 2 && failing()) errors.push('page 2 failed');
          else {
            const sent = ctx.sendBulk(SpmCustomers.bulkSave, customers(`p${page}`));
            await sent.catch((error: Error) => errors.push(error.message));
            if (errors.length < 2) await ctx.checkpoint(page);
          }
          act(page);
        }
        return {
          items: 0,
          errors,
          ...(errors.length === 0 && { advanceCursorTo: ctx.window.until }),
        };
      },
    });
  const sent = ({ requests }: { requests: { body: object[] }[] }) =>
    requests.flatMap(({ body }) => body.map((one) => (one as { customer_id: string }).customer_id));

  it('is read from its start when it is interrupted later', async () => {
    const shutdown = new AbortController();
    const { sync, api } = bench();
    const stopAt3 = pages(
      (page) => page === 3 && shutdown.abort(),
      () => !shutdown.signal.aborted,
    );
    const report = await sync(stopAt3, {}, { signal: shutdown.signal });
    expect(report.steps[0]?.status).toBe('interrupted');
    await sync(
      pages(
        () => {},
        () => false,
      ),
    );
    expect(sent(api)).toEqual(['p1', 'p3', 'p1', 'p2', 'p3', 'p4']);
  });

  it('is read from its start when the token is rejected later', async () => {
    let failing = true;
    const { sync, api } = bench({
      script: ({ body }) =>
        failing && body[0]?.customer_id === 'p4' ? { status: 401, body: {} } : undefined,
    });
    const run = sync(
      pages(
        () => {},
        () => failing,
      ),
    );
    await expect(run).rejects.toMatchObject({ code: 'SPM_API_UNAUTHORIZED' });
    failing = false;
    await sync(
      pages(
        () => {},
        () => false,
      ),
    );
    expect(sent(api)).toEqual(['p1', 'p3', 'p4', 'p1', 'p2', 'p3', 'p4']);
  });

  it('continues from its checkpoint when only the interruption went wrong', async () => {
    const shutdown = new AbortController();
    const { sync, api } = bench();
    const stopAt3 = pages(
      (page) => page === 3 && shutdown.abort(),
      () => false,
    );
    await sync(stopAt3, {}, { signal: shutdown.signal });
    await sync(
      pages(
        () => {},
        () => false,
      ),
    );
    expect(sent(api)).toEqual(['p1', 'p2', 'p3', 'p4']);
  });
});
