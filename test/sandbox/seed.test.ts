import {
  SpmCarts,
  SpmContacts,
  SpmCustomers,
  SpmLists,
  SpmOrders,
  SpmProducts,
} from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../src/sandbox/index.ts';
import { CATALOG } from '../../src/sandbox/resources/catalog.ts';
import { control } from './control/control.ts';
import { type ApiBody, call, customer, one, rig, rows } from './fixtures.ts';

const everything = ({ state }: RunningSandbox) =>
  Object.fromEntries(state.resources.map((name) => [name, state.list(name)]));

async function seeded(seed: number, now?: () => number) {
  const sandbox = await startSandbox({ seed, ...(now && { now }) });
  const state = everything(sandbox);
  await sandbox.stop();
  const { 'data-sources': _, ...rest } = state;
  return rest;
}

async function post({ baseUrl, key }: RunningSandbox, path: string, items: object[]) {
  const answer = await fetch(`${baseUrl}/v1${path}`, {
    method: 'POST',
    headers: { 'spm-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(items),
  });
  return (await answer.json()) as ApiBody;
}

describe('a seeded shop', () => {
  it('is the same for the same number, whatever the clock says', async () => {
    const first = await seeded(1);
    expect(await seeded(1, () => 0)).toEqual(first);
    expect(await seeded(2)).not.toEqual(first);
    expect(Object.keys(first).filter((name) => first[name]?.length === 0)).toEqual([
      'events',
      'events-histories',
      'custom-data-definitions',
      'custom-data-records',
      'custom-data-definitions-overrides',
      'integration-config',
      'shop-connection',
    ]);
  });

  it.each(CATALOG)('is made of $name that the API accepts', async (resource) => {
    const { sandbox } = await rig({ seed: 7 });
    const before = sandbox.state.list(resource.name);
    expect(before.length).toBeGreaterThan(0);
    const path = resource.parent?.bulkPath ?? resource.path;
    for (let from = 0; from < before.length; from += resource.max) {
      const items = before.slice(from, from + resource.max).map(({ id: _, ...item }) => item);
      expect(await post(sandbox, path, items)).toMatchObject({ rejected_count: 0 });
    }
    expect(sandbox.state.list(resource.name)).toEqual(before);
  });

  it('hangs together', async () => {
    const { sandbox, client } = await rig({ seed: 3 });
    const { state } = sandbox;
    const ids = (name: string, field: string) =>
      new Set(state.list(name).map((row) => String(row[field])));
    const known = {
      customers: ids('customers', 'customer_id'),
      products: ids('products', 'product_id'),
      statuses: ids('orders-statuses', 'status_id'),
      carriers: ids('orders-carriers', 'carrier_id'),
      addresses: ids('customers-addresses', 'address_id'),
      categories: ids('products-categories', 'category_id'),
    };
    for (const order of state.list('orders')) {
      const { customer, products, amount, shipping_costs } = order as never as {
        customer: { customer_id: string; created_at: string };
        products: { product_id: number; price: number; quantity: number }[];
        amount: number;
        shipping_costs: number;
      };
      expect(known.customers).toContain(customer.customer_id);
      expect(String(order.created_at) > customer.created_at).toBe(true);
      expect(known.statuses).toContain(order.status_id);
      expect(known.carriers).toContain(order.carrier_id);
      expect(known.addresses).toContain(order.address_delivery_id);
      for (const line of products) expect(known.products).toContain(String(line.product_id));
      const goods = products.reduce((sum, line) => sum + line.price * line.quantity, 0);
      expect(amount).toBeCloseTo(goods + shipping_costs, 5);
    }
    for (const product of state.list('products')) {
      for (const id of product.category_ids as number[])
        expect(known.categories).toContain(String(id));
    }
    const [contact] = rows(await call(SpmContacts.list(client)));
    expect(known.customers).toContain(contact?.id_customer_shop);
    expect(state.count('carts')).toBeGreaterThan(state.count('orders'));
  });

  it('can be read as any other', async () => {
    const { client } = await rig({ seed: 3 });
    const listings = [SpmCustomers, SpmProducts, SpmOrders, SpmCarts, SpmLists].map((resource) =>
      call(resource.list(client, { limit: 100 })),
    );
    for (const page of await Promise.all(listings)) expect(page).toMatchObject({ statusCode: 200 });
    const list = one(await call(SpmLists.get(client, 1)));
    const members = await call(SpmLists.listContacts(client, 1, { limit: 100 }));
    expect(members.meta?.pagination.total_items).toBe(list.total_contacts);
    expect(list.total_subscribers).toBeGreaterThan(0);
  });

  it('is gone after a reset, and comes back with a snapshot of it', async () => {
    const { sandbox } = await rig({ seed: 1 });
    const start = everything(sandbox);
    await control(sandbox, 'POST', 'snapshots', { body: { name: 'start' } });
    sandbox.reset();
    const { 'data-sources': defaultSource, ...others } = sandbox.state.counts();
    expect(defaultSource).toBe(1);
    expect(new Set(Object.values(others))).toEqual(new Set([0]));
    await control(sandbox, 'POST', 'snapshots/start/restore');
    expect(everything(sandbox)).toEqual(start);
  });

  it('never mixes with data that is there', async () => {
    const { sandbox, client } = await rig({ seed: 1 });
    sandbox.reset();
    await call(SpmCustomers.bulkSave(client, [customer('mine')]));
    expect(sandbox.state.count('customers')).toBe(1);
  });
});
