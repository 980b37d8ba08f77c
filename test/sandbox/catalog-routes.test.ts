import {
  SpmCustomers,
  SpmCustomersAddresses,
  SpmCustomersGroups,
  type SpmHttpClient,
  SpmNewsletterSubscribers,
  SpmOrders,
  SpmOrdersCarriers,
  SpmOrdersStatuses,
  SpmProducts,
  SpmProductsCategories,
  SpmProductsImages,
  SpmProductsManufacturers,
  SpmProductsVariations,
  SpmVouchers,
} from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { CATALOG } from '../../src/sandbox/resources/catalog.ts';
import {
  type ApiBody,
  address,
  call,
  carrier,
  category,
  customer,
  group,
  image,
  manufacturer,
  order,
  orderStatus,
  product,
  rig,
  rows,
  subscriber,
  variation,
  voucher,
} from './fixtures.ts';

interface Methods {
  save(client: SpmHttpClient, items: object[]): Promise<ApiBody>;
  update(client: SpmHttpClient, items: object[]): Promise<ApiBody>;
  list?(client: SpmHttpClient, query?: Record<string, unknown>): Promise<ApiBody>;
  remove?(client: SpmHttpClient, id: never): Promise<ApiBody>;
  removeAll?(client: SpmHttpClient, ids: never[]): Promise<ApiBody>;
}

/** The common type of the SDK's classes; the sandbox checks the items, not the types here. */
interface SdkResource {
  bulkSave(client: SpmHttpClient, items: never[]): Promise<never>;
  bulkUpdate(client: SpmHttpClient, items: never[]): Promise<never>;
  list?(client: SpmHttpClient, query?: Record<string, unknown>): Promise<never>;
  delete?(client: SpmHttpClient, id: never): Promise<never>;
  bulkDelete?(client: SpmHttpClient, ids: never[]): Promise<never>;
}

function methods(sdk: object): Methods {
  const { bulkSave, bulkUpdate, list, delete: remove, bulkDelete } = sdk as SdkResource;
  return {
    save: (client, items) => call(bulkSave(client, items as never[])),
    update: (client, items) => call(bulkUpdate(client, items as never[])),
    ...(list && { list: (client, query) => call(list(client, query)) }),
    ...(remove && { remove: (client, id) => call(remove(client, id)) }),
    ...(bulkDelete && { removeAll: (client, ids) => call(bulkDelete(client, ids)) }),
  };
}

/** A resource under a parent, at the parent `parentId`. */
function under(sdk: object, parentId: string | number): Methods {
  const nested = sdk as Record<string, (...args: unknown[]) => Promise<never>>;
  const bind = (name: string) => (client: SpmHttpClient, arg?: unknown) =>
    call((nested[name] as (...args: unknown[]) => Promise<never>)(client, parentId, arg));
  return {
    save: bind('bulkSave'),
    update: bind('bulkUpdate'),
    ...(nested.list && { list: bind('list') }),
    remove: bind('delete'),
    removeAll: bind('bulkDelete'),
  };
}

interface Case {
  name: string;
  sdk: Methods;
  good(n: number): Record<string, unknown>;
  /** A field to change, and its new value. */
  change: [string, unknown];
}

const CASES: Case[] = [
  {
    name: 'customers',
    sdk: methods(SpmCustomers),
    good: (n) => customer(`c${n}`),
    change: ['first_name', 'Grace'],
  },
  {
    name: 'customers-addresses',
    sdk: under(SpmCustomersAddresses, 'parent'),
    good: address,
    change: ['city', 'Lyon'],
  },
  {
    name: 'customers-groups',
    sdk: methods(SpmCustomersGroups),
    good: (n) => group(`g${n}`),
    change: ['name', 'VIP'],
  },
  {
    name: 'newsletter-subscribers',
    sdk: methods(SpmNewsletterSubscribers),
    good: (n) => subscriber(`n${n}@example.com`),
    change: ['is_subscribed', false],
  },
  {
    name: 'products',
    sdk: methods(SpmProducts),
    good: (n) => product(n),
    change: ['price', 3.5],
  },
  {
    name: 'products-images',
    sdk: under(SpmProductsImages, 999),
    good: (n) => image(`i${n}`),
    change: ['is_default', true],
  },
  {
    name: 'products-variations',
    sdk: under(SpmProductsVariations, 999),
    good: variation,
    change: ['price', 3.5],
  },
  {
    name: 'products-categories',
    sdk: methods(SpmProductsCategories),
    good: (n) => category(n),
    change: ['name', 'Shoes'],
  },
  {
    name: 'products-manufacturers',
    sdk: methods(SpmProductsManufacturers),
    good: (n) => manufacturer(`m${n}`),
    change: ['is_active', false],
  },
  {
    name: 'orders',
    sdk: methods(SpmOrders),
    good: (n) => order(`o${n}`),
    change: ['is_confirmed', false],
  },
  {
    name: 'orders-carriers',
    sdk: methods(SpmOrdersCarriers),
    good: (n) => carrier(`k${n}`),
    change: ['name', 'Post'],
  },
  {
    name: 'orders-statuses',
    sdk: methods(SpmOrdersStatuses),
    good: (n) => orderStatus(`s${n}`),
    change: ['is_deleted', true],
  },
  {
    name: 'vouchers',
    sdk: methods(SpmVouchers),
    good: (n) => voucher(`v${n}`),
    change: ['is_used', true],
  },
];

const many = (count: number, good: Case['good']) =>
  Array.from({ length: count }, (_, i) => good(i + 1));

/** A sandbox with the parents of the cases. */
async function rigWithParents() {
  const { sandbox, client } = await rig();
  await call(SpmCustomers.bulkSave(client, [customer('parent')]));
  await call(SpmProducts.bulkSave(client, [product(999)]));
  const base = new Map(sandbox.state.resources.map((name) => [name, sandbox.state.count(name)]));
  const added = (name: string) => sandbox.state.count(name) - (base.get(name) ?? 0);
  return { sandbox, client, added };
}

it('has a case for every catalog resource', () => {
  expect(CASES.map((c) => c.name)).toEqual(CATALOG.map((resource) => resource.name));
});

describe.each(CASES)('$name', ({ name, sdk, good, change: [field, value] }) => {
  const resource = CATALOG.find((r) => r.name === name);
  if (resource === undefined) throw new Error(`no resource ${name}`);
  const { key, id, max } = resource;
  const keyOf = (item: object) =>
    Object.fromEntries(Object.entries(item).filter(([f]) => key.includes(f)));
  const idOf = (n: number) => good(n)[id] as never;

  it('inserts, then updates in place', async () => {
    const { sandbox, client, added } = await rigWithParents();
    expect(await sdk.save(client, [good(1), good(2)])).toMatchObject({ sent_count: 2 });
    await sdk.save(client, [{ ...good(2), [field]: value }]);
    expect(added(name)).toBe(2);
    const rows = sandbox.state.list(name).slice(-2);
    expect(rows[0]).toMatchObject(good(1));
    expect(rows[1]).toMatchObject({ ...good(2), [field]: value });
  });

  it('changes by PUT only what is sent', async () => {
    const { sandbox, client } = await rigWithParents();
    await sdk.save(client, [good(1)]);
    const answer = await sdk.update(client, [{ ...keyOf(good(1)), [field]: value }]);
    expect(answer).toMatchObject({ sent_count: 1, rejected_count: 0 });
    expect(sandbox.state.list(name).at(-1)).toMatchObject({ ...good(1), [field]: value });
  });

  it('rejects by PUT what does not exist or has no key', async () => {
    const { client, added } = await rigWithParents();
    await sdk.save(client, [good(1)]);
    const answer = await sdk.update(client, [
      keyOf(good(1)),
      keyOf(good(2)),
      { [field]: value },
    ] as object[]);
    expect(answer.rejected_items?.map((r) => r.index)).toEqual([1, 2]);
    expect(answer.rejected_items?.[0]?.errors.join()).toContain('not found');
    expect(answer.rejected_items?.[1]?.errors.join()).toContain('is required');
    expect(added(name)).toBe(1);
  });

  it('takes its maximum, and not one more', async () => {
    const { client, added } = await rigWithParents();
    const tooMany = await sdk.save(client, many(max + 1, good));
    expect(tooMany).toEqual({
      statusCode: 400,
      message: [`body must contain no more than ${max} elements`],
    });
    expect(added(name)).toBe(0);
    expect(await sdk.save(client, many(max, good))).toMatchObject({ sent_count: max });
    expect(added(name)).toBe(max);
  });

  it('refuses a body that is no array, or empty, or holds nothing valid', async () => {
    const { client, added } = await rigWithParents();
    for (const body of [{}, good(1), null, 'text', 1]) {
      const answer = await sdk.save(client, body as never);
      expect(answer.statusCode).toBe(400);
    }
    expect(await sdk.save(client, [])).toMatchObject({ statusCode: 400 });
    const invalid = await sdk.save(client, [{ ...good(1), [field]: {} }, 3 as never]);
    expect(invalid).toMatchObject({ statusCode: 400 });
    expect(invalid.message).toContain('item must be an object');
    expect(added(name)).toBe(0);
  });

  it('accepts what the SDK adds and refuses what nobody knows', async () => {
    const { client } = await rigWithParents();
    const answer = await sdk.save(client, [
      { ...good(1), label_source: 'web' },
      { ...good(2), surprise: 1 },
    ]);
    expect(answer.rejected_items).toEqual([
      { index: 1, errors: ['property surprise should not exist'] },
    ]);
  });

  if (resource.sourced ?? true)
    it('knows the data sources', async () => {
      const { client } = await rigWithParents();
      const answer = await sdk.save(client, [
        { ...good(1), id_data_source: 1, source_label: 'shop' },
        { ...good(2), id_data_source: 77 },
        { ...good(3), id_data_source: '1' },
      ]);
      expect(answer.rejected_items).toEqual([
        { index: 1, errors: ['id_data_source must be the id of an existing data source'] },
        { index: 2, errors: ['id_data_source must be an integer'] },
      ]);
    });

  if (resource.list)
    it('lists what was saved', async () => {
      const { client, added } = await rigWithParents();
      await sdk.save(client, many(12, good));
      const page = await sdk.list?.(client, { limit: 5, offset: 5 });
      expect(page?.data).toHaveLength(5);
      const total = page?.meta?.pagination.total_items;
      expect(total).toBeGreaterThanOrEqual(added(name));
      expect(page?.meta?.pagination).toMatchObject({ current_page: 2, next_page: 3 });
      const narrow = (await sdk.list?.(client, { fields: [id], limit: 1 })) as ApiBody;
      expect(rows(narrow).map(Object.keys)).toEqual([[id]]);
    });

  if (resource.deleteKey)
    it('deletes one, and what is not there', async () => {
      const { client, added } = await rigWithParents();
      await sdk.save(client, [good(1), good(2)]);
      expect(await sdk.remove?.(client, idOf(1))).toMatchObject({ statusCode: 200, sent_count: 1 });
      expect(await sdk.remove?.(client, idOf(1))).toMatchObject({ statusCode: 200 });
      expect(added(name)).toBe(1);
    });

  if (resource.deleteKey)
    it('deletes up to twenty at once', async () => {
      const { client, added } = await rigWithParents();
      await sdk.save(client, many(25, good));
      const ids = Array.from({ length: 21 }, (_, i) => idOf(i + 1));
      expect(await sdk.removeAll?.(client, ids)).toMatchObject({ statusCode: 400 });
      expect(added(name)).toBe(25);
      const answer = await sdk.removeAll?.(client, ids.slice(0, 20));
      expect(answer).toMatchObject({ statusCode: 200, sent_count: 20, rejected_count: 0 });
      expect(added(name)).toBe(5);
      expect(await sdk.removeAll?.(client, [{} as never])).toMatchObject({ statusCode: 400 });
    });
});
