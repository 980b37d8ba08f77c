import { describe, expect, it } from 'vitest';
import {
  type ContextParts,
  makeIntegrationContext,
  makeStepContext,
} from '../../../src/runtime/context/contexts.ts';
import { makeSendBulk } from '../../../src/runtime/sync/push/send-bulk.ts';
import { openMemoryStore } from '../../helpers/memoryStore.ts';
import { scriptedApi } from '../../helpers/scriptedApi.ts';
import { ID, ManualClock, memoryLogger, noState, T0 } from '../../helpers/syncBench.ts';

function parts(): ContextParts<{ shop: string }> {
  const { client } = scriptedApi();
  const logger = memoryLogger();
  return {
    installationId: ID,
    settings: { shop: 's' },
    client,
    sendBulk: makeSendBulk(client, logger),
    state: noState,
    logger,
    store: openMemoryStore(),
    clock: new ManualClock(),
    inboundSecret: 'inbound',
    provisioned: { sourceIds: { paris: 11 }, defIds: { Visits: 21 } },
  };
}

describe('makeIntegrationContext', () => {
  it('hands out what the installation has', () => {
    const given = parts();
    const ctx = makeIntegrationContext(given);
    expect(ctx).toMatchObject({
      installationId: ID,
      settings: { shop: 's' },
      inboundSecret: 'inbound',
    });
    expect(ctx.spm.defaults).toBe(given.client.defaults);
    expect(ctx.withSource('PARIS').id).toBe(11);
    expect(ctx.customData(' visits').id).toBe(21);
    expect(() => ctx.customData('Visit')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('Did you mean "Visits"?') }),
    );
  });

  it('records the account at the partner', async () => {
    const given = parts();
    await makeIntegrationContext(given).setExternalAccount({ id: 'acc-1', name: 'Shop' });
    expect(await given.store.installations.get(ID)).toMatchObject({
      externalAccountRef: 'acc-1',
      externalAccountName: 'Shop',
    });
  });
});

describe('makeStepContext', () => {
  const step = (signal: AbortSignal) => ({
    entity: 'orders',
    sourceKey: '',
    window: { since: null, until: new Date(T0) },
    cursor: null,
    signal,
    resume: null,
    checkpoint: async () => {},
  });
  const twoPages = async (token: string | number | null) =>
    token === null ? { items: [1, 2], next: 'b' } : { items: [3] };

  it('streams pages item by item, and stops at a shutdown', async () => {
    const shutdown = new AbortController();
    const ctx = makeStepContext(parts(), step(shutdown.signal));
    expect(await all(ctx.paginate(twoPages))).toEqual([1, 2, 3]);
    shutdown.abort(new Error('stopping'));
    await expect(all(ctx.paginate(twoPages))).rejects.toThrow('stopping');
  });

  it('maps with a bound', async () => {
    const ctx = makeStepContext(parts(), step(new AbortController().signal));
    expect(await ctx.mapConcurrent([1, 2, 3], 2, async (n) => n * 2)).toEqual([2, 4, 6]);
  });
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
