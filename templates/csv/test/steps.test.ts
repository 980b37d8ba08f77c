import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpmClient, SpmHelpers } from '@shopimind/sdk-js';
import type { SourceHandle, SyncStepContext, SyncWindow } from 'spm-connect';
import { type RunningSandbox, startSandbox } from 'spm-connect/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import connector from '../src/connector.js';
import { parseSettings, type Settings } from '../src/settings.js';
import { customers } from '../src/steps/customers.js';
import { loyaltyCards } from '../src/steps/loyalty-cards.js';
import { orders } from '../src/steps/orders.js';
import { products } from '../src/steps/products.js';

/** The steps on the sample data, against a sandbox that is as strict as ShopiMind. */

const everything = { since: null, until: new Date('2030-01-01T00:00:00Z') };
const settings = parseSettings({});

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** What the steps use of a context. It sends as spm-connect does, one request after another. */
function context(window: SyncWindow): SyncStepContext<Settings> {
  const client = SpmClient.getClient('v1', sandbox.key, {
    baseUrl: sandbox.baseUrl,
    labelSource: null,
  });
  const send: SourceHandle['send'] = async (fn, items) => {
    const total = { sent: 0, rejected: 0, rejectedItems: [] };
    for (const batch of SpmHelpers.chunk([...items], 50)) {
      const envelope = await fn(client, batch as never[]);
      const { sent, rejected } = SpmHelpers.extractCounts(Object(envelope));
      total.sent += sent;
      total.rejected += rejected;
    }
    return total;
  };
  const parts: Partial<SyncStepContext<Settings>> = {
    settings,
    window,
    signal: new AbortController().signal,
    withSource: () => ({ id: 1, tag: () => [], send }),
  };
  return parts as SyncStepContext<Settings>;
}

test('the customers arrive, but for the one whose e-mail address is none', async () => {
  const result = await customers.run(context(everything));
  expect(result).toEqual({ items: 640, errors: [], advanceCursorTo: everything.until });
  // One row stands in the file twice.
  expect(sandbox.state.count('customers')).toBe(639);
});

test('the products arrive', async () => {
  expect(await products.run(context(everything))).toMatchObject({ items: 216, errors: [] });
  expect(sandbox.state.count('products')).toBe(216);
});

test('the orders arrive, each with its lines', async () => {
  expect(await orders.run(context(everything))).toMatchObject({ items: 2150, errors: [] });
  const lines =
    readFileSync(join(settings.folder, 'orders.csv'), 'utf8').trim().split('\n').length - 1;
  expect(sandbox.state.list('orders').flatMap((order) => order.products)).toHaveLength(lines);
});

test('a window reads what changed in it, from its first moment up to its last', async () => {
  const since = new Date('2025-01-01T00:00:00Z');
  const read = async (window: SyncWindow) => (await orders.run(context(window))).items;
  const before = await read({ since: null, until: since });
  const after = await read({ since, until: everything.until });
  expect(before).toBeGreaterThan(0);
  expect(before + after).toBe(2150);
});

test('a file that cannot be read holds the cursor', async () => {
  const ctx = { ...context(everything), settings: { ...settings, folder: '/nowhere' } };
  expect(await loyaltyCards.run(ctx)).toEqual({
    items: 0,
    errors: ['loyalty_cards.csv does not exist: looked for /nowhere/loyalty_cards.csv'],
  });
});

test('the connection works when every file is there with its columns', async () => {
  const ctx = context(everything);
  expect(await connector.testConnection(ctx)).toBe(true);
  const elsewhere = { ...ctx, settings: { ...settings, delimiter: ';' } };
  await expect(connector.testConnection(elsewhere)).rejects.toThrow('customers.csv:1: missing');
});
