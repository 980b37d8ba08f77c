/** The context that a step of the ecosystem's kit gets. */
import { defineBulkStep, defineIntegration, SpmCustomers } from 'spm-connect/kit';
import { describe, expect, it } from 'vitest';
import type { SyncStep, SyncStepContext } from '../../../../src/connector/types.ts';
import { bench, connectorOf, ID, MINUTE, stepOf, T0 } from '../../../helpers/syncBench.ts';

/** Runs a step of a kit connector twice, and returns the context of the second run. */
async function handed(look: (ctx: SyncStepContext<object>) => unknown) {
  const { sync, clock } = bench();
  const seen: unknown[] = [];
  const step = stepOf('customers', {
    run: async (ctx) => {
      seen.push(await look(ctx));
      return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
    },
  });
  const integration = defineIntegration(connectorOf(step));
  for (const _ of [1, 2]) {
    await sync(step, {}, { integration });
    await clock.pass(MINUTE);
  }
  return seen;
}

describe('a step of the kit', () => {
  it('has a cursor that is both a row of the store and a date', async () => {
    const [first, second] = await handed(({ cursor }) => cursor);
    expect(first).toBeNull();
    const cursor = second as NonNullable<SyncStepContext<object>['cursor']>;
    expect(cursor).toBeInstanceOf(Date);
    expect(cursor.getTime()).toBe(T0);
    expect({ ...cursor }).toEqual({
      installation_id: ID,
      entity: 'customers',
      source_key: '',
      last_synced_at: new Date(T0).toISOString(),
      last_status: 'ok',
      last_error: null,
      items: 0,
      consecutive_failures: 0,
      updated_at: new Date(T0).toISOString(),
    });
  });

  it('has an empty inbound secret when none is set', async () => {
    expect(await handed(({ inboundSecret }) => inboundSecret)).toEqual(['', '']);
  });

  it('reads numbered pages, from 1', async () => {
    const [pages] = await handed(async (ctx) => {
      const asked: unknown[] = [];
      const fetchPage = async (page: number) => {
        asked.push(page);
        return page < 3 ? [page] : [];
      };
      for await (const one of ctx.paginate(fetchPage)) asked.push(`item ${one}`);
      return asked;
    });
    expect(pages).toEqual([1, 'item 1', 2, 'item 2', 3]);
  });

  it('rejects a concurrency of 1.5', async () => {
    const [error] = await handed((ctx) =>
      ctx.mapConcurrent([1], 1.5, async (n) => n).catch(({ code }: { code: string }) => code),
    );
    expect(error).toBe('SPM_CONNECTOR_INVALID');
    const config = { entity: 'a', async *stream() {}, map: () => null, push: async () => {} };
    expect(() => defineBulkStep({ ...config, concurrency: 1.5 })).toThrow(/concurrency/);
  });

  it('pushes what it read before its stream threw, and reports it', async () => {
    const { sync, api, lines } = bench();
    const step = defineBulkStep<object, number, { customer_id: string }>({
      entity: 'customers',
      async *stream() {
        yield 1;
        yield 2;
        throw new Error('the partner is down');
      },
      map: (n) => ({ customer_id: String(n) }),
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    }) as SyncStep<object>;
    const { steps } = await sync(step);
    expect(api.requests.map(({ body }) => body.length)).toEqual([2]);
    expect(steps[0]).toMatchObject({ status: 'error', errors: ['the partner is down'] });
    const told = 'The stream failed. The records read before were pushed: 2 acknowledged';
    expect(steps[0]?.warnings).toEqual([told]);
    expect(lines.map(({ message }) => message)).toContain(told);
  });
});
