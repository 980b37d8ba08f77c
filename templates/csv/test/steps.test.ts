import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpmClient } from '@shopimind/sdk-js';
import {
  createLogger,
  makeCustomData,
  makeSendBulk,
  makeWithSource,
  runProvisioning,
  type SyncStepContext,
  type SyncWindow,
} from 'spm-connect';
import { type RunningSandbox, startSandbox } from 'spm-connect/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import connector from '../src/connector.ts';
import { plan } from '../src/plan.ts';
import { parseSettings, type Settings } from '../src/settings.ts';
import { customers } from '../src/steps/customers.ts';
import { loyaltyCards } from '../src/steps/loyalty-cards.ts';
import { orders } from '../src/steps/orders.ts';
import { products } from '../src/steps/products.ts';
import { changedAt } from '../src/steps/rows.ts';

/** The steps on the sample data, against a sandbox that is as strict as ShopiMind. */

const everything = { since: null, until: new Date('2030-01-01T00:00:00Z') };
const settings = parseSettings({});

let sandbox: RunningSandbox;
let context: (window: SyncWindow) => SyncStepContext<Settings>;
let rejects: string[];

beforeAll(async () => {
  sandbox = await startSandbox();
  const client = SpmClient.getClient('v1', sandbox.key, { baseUrl: sandbox.baseUrl });
  const logger = createLogger();
  const shop = await runProvisioning(client, plan, logger, { now: Date.now() });
  const send = makeSendBulk(client, logger, ({ errors }) => {
    rejects.push(...errors);
  });
  // The parts of a context that the steps use.
  const parts = {
    settings,
    signal: new AbortController().signal,
    withSource: makeWithSource(shop.sourceIds, send),
    customData: makeCustomData(shop.defIds, send, plan.customData),
  };
  context = (window) => ({ ...parts, window }) as SyncStepContext<Settings>;
});
beforeEach(() => {
  rejects = [];
});
afterAll(() => sandbox.stop());

test('the customers arrive, but for the one whose e-mail address is none', async () => {
  const result = await customers.run(context(everything));
  expect(result).toEqual({ items: 640, errors: [], advanceCursorTo: everything.until });
  expect(rejects).toEqual(['email must be a valid email']);
  // One row is in the file twice.
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

test('the loyalty cards arrive, each with the contact of its customer', async () => {
  expect(await loyaltyCards.run(context(everything))).toMatchObject({ items: 380, errors: [] });
  const contacts = new Set(sandbox.state.list('contacts').map(({ id }) => id));
  const cards = sandbox.state.list('custom-data-records');
  expect(cards.filter(({ contact }) => contacts.has(Number(contact)))).toHaveLength(380);
});

test('every item is tagged with the data source', () => {
  const source = sandbox.state.list('data-sources').find(({ label }) => label === 'CSV files');
  for (const resource of ['customers', 'products', 'orders']) {
    const tags = sandbox.state.list(resource).map((row) => row.id_data_source);
    expect(new Set(tags), resource).toEqual(new Set([source?.id]));
  }
});

test('the dates of a row tell the engine when it changed', () => {
  const { from, until } = { from: new Date('2025-01-01'), until: new Date('2025-01-02') };
  const row = { created_at: { from, until }, updated_at: null };
  expect(changedAt(row)).toEqual({ from, until });
  expect(changedAt({ created_at: null, updated_at: null })).toBeNull();
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
  const elsewhere = {
    ...ctx,
    settings: { ...settings, dialect: { ...settings.dialect, delimiter: ';' } },
  };
  await expect(connector.testConnection(elsewhere)).rejects.toThrow('customers.csv:1: missing');
});
