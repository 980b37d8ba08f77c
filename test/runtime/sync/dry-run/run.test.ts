import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../../src/connector/bulk.ts';
import type { SyncStep } from '../../../../src/connector/types.ts';
import type { InstallationState } from '../../../../src/runtime/state.ts';
import { runDry } from '../../../../src/runtime/sync/dry-run/run.ts';
import type { SyncInput } from '../../../../src/runtime/sync/input.ts';
import { MemoryData, openMemoryStore } from '../../../helpers/memoryStore.ts';
import { scriptedApi } from '../../../helpers/scriptedApi.ts';
import {
  connectorOf,
  customers,
  ManualClock,
  bench as makeBench,
  memoryLogger,
  noState,
  OPTIONS,
  stepOf,
} from '../../../helpers/syncBench.ts';

const visits = { name: 'Visits', fields: [{ name: 'ref', type: 'text', required: true }] } as const;

function dry(steps: SyncStep<object>[], more: Partial<SyncInput<object>> = {}, limit = 3) {
  const data = new MemoryData();
  const store = more.store ?? openMemoryStore(data);
  data.installations.set('inst-1', baseInput().installation);
  const api = scriptedApi();
  const input = {
    ...baseInput(),
    store,
    client: api.client,
    integration: connectorOf(...steps),
    ...more,
  };
  return { data, store, api, run: () => runDry(input, limit) };
}

function baseInput(): Omit<SyncInput<object>, 'store' | 'client' | 'integration'> {
  return {
    clock: new ManualClock(),
    owner: { host: 'here', pid: 1, id: 'me' },
    installation: {
      installationId: 'inst-1',
      shopDomain: null,
      shopName: null,
      externalAccountRef: null,
      externalAccountName: null,
      status: 'active',
      installedAt: null,
      activatedAt: null,
      deactivatedAt: null,
      uninstalledAt: null,
    },
    settings: {},
    state: () => memoryState(new Map()),
    logger: memoryLogger(),
    options: OPTIONS,
    provisioned: { sourceIds: {}, defIds: { Visits: 21 } },
  };
}

const memoryState = (values: Map<string, string>): InstallationState => ({
  ...noState,
  get: async (key) => values.get(key) ?? null,
  getJson: async <T>(key: string) => JSON.parse(values.get(key) ?? 'null') as T | null,
  set: async (key, value) => void values.set(key, value),
  setSecret: async (key, value) => void values.set(key, value),
  delete: async (key) => void values.delete(key),
});

const bulk = defineBulkStep<object, number, { customer_id: string }>({
  entity: 'customers',
  batchSize: 4,
  async *stream() {
    for (let i = 0; i < 10; i++) yield i;
  },
  map: (i) => (i === 9 ? null : { customer_id: `c${i}`, api_token: 'hush-hush-hush' }),
  push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
  key: ({ customer_id }) => customer_id,
  skipUnchanged: true,
});

describe('a dry run', () => {
  it('reads and maps everything, sends nothing, and shows the first records without secrets', async () => {
    const { api, run } = dry([bulk]);
    const { status, steps } = await run();
    expect(status).toBe('ok');
    expect(steps[0]).toMatchObject({
      entity: 'customers',
      status: 'ok',
      counts: { read: 10, would_send: 9, unchanged: 0, skipped: 1, invalid: 0 },
      records: ['c0', 'c1', 'c2'].map((customer_id) => ({ customer_id })),
    });
    expect(JSON.stringify(steps)).not.toContain('hush');
    expect(api.requests).toEqual([]);
  });

  it('leaves the store unchanged, whoever works on it', async () => {
    const { data, store, run } = dry([bulk]);
    await store.leases.acquire('inst-1', { host: 'x', pid: 2, id: 'other' }, 60_000, Date.now());
    const before = structuredClone({ ...data });
    await run();
    expect({ ...data }).toEqual(before);
  });

  it('counts the records that have not changed since the last sync', async () => {
    const { store, sync } = makeBench();
    await sync(bulk);
    const { run } = dry([bulk], {
      store,
      provisioned: { sourceIds: { paris: 11, lyon: 12 }, defIds: { Visits: 21 } },
    });
    const { steps } = await run();
    expect(steps[0]?.counts).toMatchObject({ would_send: 0, unchanged: 9 });
  });

  it('reports every record that its definition does not allow', async () => {
    const step = stepOf('visits', {
      run: async (ctx) => {
        await ctx.customData(visits).save([{ ref: 'a' }, { ref: 1 }, {}]);
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const { run } = dry([step], {}, 0);
    const { status, steps } = await run();
    expect(status).toBe('partial');
    expect(steps[0]).toMatchObject({
      status: 'held',
      counts: { would_send: 1, invalid: 2 },
      records: [],
      problems: [
        { errors: [expect.stringContaining('ref must be')] },
        { errors: ['ref is required'] },
      ],
    });
  });

  it('answers writes of a plain step by itself, and keeps what it sets for this run alone', async () => {
    const values = new Map([['kept', '1']]);
    const seen: unknown[] = [];
    const step = stepOf('plain', {
      run: async (ctx) => {
        const result = await ctx.sendBulk(SpmCustomers.bulkSave, customers('a', 'b'));
        await ctx.spm.post('events/trigger/x', { a: 1 });
        await ctx.spm.delete('customers/a');
        await ctx.state.set(ctx.installationId, 'more', String(result.sent));
        await ctx.state.setJson('json', { a: 1 });
        await ctx.state.delete('kept');
        await ctx.setExternalAccount({ id: 'acc' });
        seen.push(
          await ctx.state.get('more'),
          await ctx.state.get('kept'),
          await ctx.state.getJson('json'),
        );
        await ctx.checkpoint('here');
        return { items: 2, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const { api, store, run } = dry([step], { state: () => memoryState(values) });
    const { steps } = await run();
    expect(steps[0]).toMatchObject({ status: 'ok', counts: { read: 2, would_send: 2 } });
    expect(seen).toEqual(['2', null, { a: 1 }]);
    expect([...values]).toEqual([['kept', '1']]);
    expect(api.requests).toEqual([]);
    expect(await store.installations.list()).toEqual([baseInput().installation]);
  });

  it('lets a step read from the API', async () => {
    const step = stepOf('reading', {
      run: async (ctx) => {
        await ctx.spm.get('customers');
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const { api, run } = dry([step]);
    await run();
    expect(api.requests.map(({ method }) => method)).toEqual(['get']);
  });

  it('never calls the API to delete', async () => {
    const removed: string[][] = [];
    const tracking: SyncStep<object> = defineBulkStep<object, number, { customer_id: string }>({
      ...(bulk.bulk as unknown as Parameters<
        typeof defineBulkStep<object, number, { customer_id: string }>
      >[0]),
      trackDeletes: {
        remove: async (_ctx, keys) => {
          removed.push(keys);
        },
      },
    });
    const { run } = dry([tracking], { options: { ...OPTIONS, full: true } });
    expect((await run()).status).toBe('ok');
    expect(removed).toEqual([]);
  });

  it('reports errors like a sync', async () => {
    const step = stepOf('broken', { run: () => Promise.reject(new Error('the partner hung up')) });
    const { steps, status } = await dry([step]).run();
    expect(status).toBe('failed');
    expect(steps[0]).toMatchObject({ status: 'error', errors: ['the partner hung up'] });
    await expect(dry([], { options: { ...OPTIONS, only: ['x'] } }).run()).rejects.toMatchObject({
      code: 'SPM_UNKNOWN_ENTITY',
    });
  });
});
