import { SpmCustomers, SpmProducts } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, customer, product, rig, rows } from './fixtures.ts';

const people = [
  customer('c1', { first_name: 'Ada', is_opt_in: true, id_data_source: 1 }),
  customer('c2', { first_name: 'Grace', is_opt_in: false }),
  customer('c3', { first_name: 'Alan_', is_opt_in: true }),
  customer('c4', { first_name: 'Bob', is_opt_in: false, phone_number: '+33' }),
];

async function rigWithPeople() {
  const { client } = await rig({ now: () => Date.UTC(2026, 0, 1) });
  await call(SpmCustomers.bulkSave(client, people));
  const list = (query?: Record<string, unknown>) => call(SpmCustomers.list(client, query));
  const ids = async (query?: Record<string, unknown>) =>
    rows(await list(query)).map((row) => row.customer_id);
  return { client, list, ids };
}

describe('a listing', () => {
  it('comes in order of arrival, with its page', async () => {
    const { list, ids } = await rigWithPeople();
    expect(await ids()).toEqual(['c1', 'c2', 'c3', 'c4']);
    const { meta } = await list({ limit: 3, offset: 3 });
    expect(meta).toEqual({
      pagination: {
        total_items: 4,
        items_per_page: 3,
        total_pages: 2,
        current_page: 2,
        offset: 3,
        has_previous_page: true,
        has_next_page: false,
        next_page: null,
        previous_page: 1,
      },
      generated_at: '2026-01-01T00:00:00.000Z',
    });
  });

  it('is ten long by default and above a hundred', async () => {
    const { client } = await rig();
    const more = Array.from({ length: 12 }, (_, i) => customer(`c${i}`));
    await call(SpmCustomers.bulkSave(client, more));
    for (const query of [undefined, { limit: 101 }, { limit: 5000 }]) {
      expect(rows(await call(SpmCustomers.list(client, query)))).toHaveLength(10);
    }
    expect(rows(await call(SpmCustomers.list(client, { limit: 100 })))).toHaveLength(12);
  });

  it('is ordered as asked', async () => {
    const { ids } = await rigWithPeople();
    const byOptIn = { field: 'is_opt_in', type: 'desc' };
    expect(await ids({ order: [{ field: 'first_name', type: 'desc' }] })).toEqual([
      'c2',
      'c4',
      'c3',
      'c1',
    ]);
    expect(await ids({ order: [byOptIn, { field: 'customer_id', type: 'desc' }] })).toEqual([
      'c3',
      'c1',
      'c4',
      'c2',
    ]);
  });

  it.each([
    ['first_name', 'EQUALS', 'Ada', ['c1']],
    ['first_name', 'NOT_EQUALS', 'Ada', ['c2', 'c3', 'c4']],
    ['first_name', 'CONTAINS', 'a', ['c1', 'c2', 'c3']],
    ['first_name', 'CONTAINS', '_', ['c3']],
    ['first_name', 'CONTAINS', '%', []],
    ['first_name', 'NOT_CONTAINS', 'a', ['c4']],
    ['first_name', 'STARTS_WITH', 'A', ['c1', 'c3']],
    ['first_name', 'ENDS_WITH', 'b', ['c4']],
    ['first_name', 'LIKE', 'A%', ['c1', 'c3']],
    ['first_name', 'IN', 'Ada,Bob', ['c1', 'c4']],
    ['first_name', 'IN', ['Ada', 'Bob'], ['c1', 'c4']],
    ['first_name', 'NOT_IN', 'Ada,Bob', ['c2', 'c3']],
    ['first_name', 'LESS_THAN', 'B', ['c1', 'c3']],
    ['first_name', 'GREATER_THAN_OR_EQUAL_TO', 'Bob', ['c2', 'c4']],
    ['first_name', 'BETWEEN', 'B,H', ['c2', 'c4']],
    ['first_name', 'NOT_BETWEEN', 'B,H', ['c1', 'c3']],
    ['is_opt_in', 'EQUALS', 'true', ['c1', 'c3']],
    ['is_opt_in', 'EQUALS', false, ['c2', 'c4']],
    ['data_source_id', 'EQUALS', '1', ['c1']],
    ['data_source_id', 'LESS_THAN_OR_EQUAL_TO', 1, ['c1']],
    ['phone_number', 'EQUALS', '+33', ['c4']],
    ['phone_number', 'NOT_EQUALS', '+33', ['c1', 'c2', 'c3']],
    ['phone_number', 'NOT_IN', '+33,+34', ['c1', 'c2', 'c3']],
    ['phone_number', 'NOT_CONTAINS', '3', ['c1', 'c2', 'c3']],
    ['phone_number', 'NOT_BETWEEN', '+,9', ['c1', 'c2', 'c3']],
  ])('filters by %s %s %j', async (field, operator, values, expected) => {
    const { ids } = await rigWithPeople();
    expect(await ids({ filters: [{ field, operator, values }] })).toEqual(expected);
  });

  it('combines filters, and counts what they leave', async () => {
    const { list } = await rigWithPeople();
    const filters = [
      { field: 'first_name', operator: 'CONTAINS', values: 'a' },
      { field: 'is_opt_in', operator: 'EQUALS', values: true },
    ];
    const page = await list({ filters, limit: 1 });
    expect(rows(page).map((row) => row.customer_id)).toEqual(['c1']);
    expect(page.meta?.pagination).toMatchObject({ total_items: 2, has_next_page: true });
  });

  it.each([{ fields: ['customer_id', 'email'] }, { fields: 'customer_id,email' }])(
    'shows the fields asked for: %j',
    async (query) => {
      const { list } = await rigWithPeople();
      const [row] = rows(await list(query));
      expect(row).toEqual({ customer_id: 'c1', email: 'c1@example.com' });
    },
  );

  it.each([
    { limit: 0 },
    { limit: 'x' },
    { limit: '1e3' },
    { offset: -1 },
    { page: 2 },
    { order: [{ field: 'nope', type: 'asc' }] },
    { order: [{ field: 'email', type: 'up' }] },
    { order: [{ type: 'asc' }] },
    { filters: [{ field: 'nope', operator: 'EQUALS', values: 1 }] },
    { filters: [{ field: 'email', operator: 'IS', values: 1 }] },
    { filters: [{ field: 'email', operator: 'EQUALS' }] },
    { filters: [{ field: 'email', operator: 'BETWEEN', values: 'a' }] },
    { filters: [{ field: 'is_opt_in', operator: 'EQUALS', values: 'maybe' }] },
    { filters: [{ field: 'data_source_id', operator: 'EQUALS', values: 'x' }] },
    { fields: ['__proto__'] },
    { fields: 'nope' },
  ])('refuses %j', async (query) => {
    const { list } = await rigWithPeople();
    expect(await list(query)).toEqual({ statusCode: 400, message: [expect.any(String)] });
  });

  it('shows each product once, and all languages go together', async () => {
    const { sandbox, client } = await rig();
    await call(SpmProducts.bulkSave(client, [product(1, 'en'), product(1, 'fr'), product(2)]));
    const page = await call(SpmProducts.list(client));
    expect(rows(page).map((row) => [row.product_id, row.lang])).toEqual([
      [1, 'en'],
      [2, 'fr'],
    ]);
    expect(page.meta?.pagination).toMatchObject({ total_items: 2 });
    await call(SpmProducts.delete(client, 1));
    expect(sandbox.state.count('products')).toBe(1);
  });
});
