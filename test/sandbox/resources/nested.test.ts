import {
  SpmCustomersAddresses as Addresses,
  SpmCustomers,
  SpmCustomersGroups,
  SpmOrders,
  SpmOrdersStatuses,
  SpmProducts,
  SpmProductsImages,
  SpmProductsVariations as Variations,
} from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import {
  address,
  call,
  customer,
  group,
  image,
  one,
  order,
  orderStatus,
  product,
  rig,
  rows,
  variation,
} from '../fixtures.ts';

describe('what belongs to a parent', () => {
  it('goes under the one in the path, whatever it says itself', async () => {
    const { client } = await rig();
    await call(SpmCustomers.bulkSave(client, [customer('c1'), customer('c2')]));
    const lying = { ...address(1), customer_id: 'c2' };
    await call(Addresses.bulkSave(client, 'c1', [lying]));
    await call(Addresses.bulkSave(client, 'c2', [{ ...address(1), city: 'Lyon' }]));
    expect(rows(await call(Addresses.list(client, 'c1')))).toMatchObject([
      { customer_id: 'c1', address_id: 1, city: 'Paris' },
    ]);
    await call(Addresses.delete(client, 'c1', '1'));
    expect(rows(await call(Addresses.list(client, 'c1')))).toEqual([]);
    expect(rows(await call(Addresses.list(client, 'c2')))).toHaveLength(1);
  });

  it('goes with it, and does not come back', async () => {
    const { sandbox, client } = await rig();
    const customers = ['c1', 'c2', 'c3'].map((id) => customer(id));
    await call(SpmCustomers.bulkSave(client, customers));
    for (const id of ['c1', 'c2', 'c3']) await call(Addresses.bulkSave(client, id, [address(1)]));
    await call(SpmCustomers.delete(client, 'c1'));
    await call(SpmCustomers.bulkDelete(client, ['c3', 'c9']));
    await call(SpmCustomers.bulkSave(client, customers));
    const owners = sandbox.state.list('customers-addresses').map((row) => row.customer_id);
    expect(owners).toEqual(['c2']);

    await call(SpmProducts.bulkSave(client, [product(1), product(2)]));
    for (const id of ['1', '2']) {
      await call(SpmProductsImages.bulkSave(client, id, [image('i')]));
      await call(Variations.bulkSave(client, id, [variation(1)]));
    }
    await call(SpmProducts.delete(client, 1));
    for (const name of ['products-images', 'products-variations']) {
      expect(sandbox.state.list(name)).toMatchObject([{ product_id: '2' }]);
    }
  });

  it('needs the parent to be there', async () => {
    const { client } = await rig();
    const unknown = { statusCode: 404, message: 'customer_id not found' };
    expect(await call(Addresses.bulkSave(client, 'c1', [address(1)]))).toEqual(unknown);
    expect(await call(Addresses.list(client, 'c1'))).toEqual(unknown);
    expect(await call(Addresses.delete(client, 'c1', '1'))).toMatchObject({ statusCode: 200 });
  });

  it('names its own parent in the routes across parents', async () => {
    const { sandbox, client } = await rig();
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    await call(SpmProducts.bulkSave(client, [product(1), product(1, 'en')]));
    const answer = await call(
      Addresses.bulkSaveAll(client, [
        { ...address(1), customer_id: 'c1' },
        { ...address(1), customer_id: 'nobody' },
        address(2) as never,
      ]),
    );
    expect(answer.rejected_items).toEqual([
      { index: 1, errors: ['customer_id not found'] },
      { index: 2, errors: ['customer_id is required'] },
    ]);
    const images = [
      { ...image('i1'), product_id: '1' },
      { ...image('i1'), product_id: '2' },
      { ...image('i2'), product_id: '1', url: 'http://shop.example/i.png' },
    ];
    expect((await call(SpmProductsImages.bulkSaveAll(client, images))).rejected_items).toEqual([
      { index: 1, errors: ['product_id not found'] },
      { index: 2, errors: ['url must be an https URL on a public host'] },
    ]);
    await call(Variations.bulkSaveAll(client, [{ ...variation(1), product_id: '1' }]));
    await call(Variations.bulkSave(client, 1, [variation(1)]));
    expect(sandbox.state.count('products-variations')).toBe(1);
  });
});

it('lists the groups of a customer', async () => {
  const { client } = await rig();
  await call(SpmCustomers.bulkSave(client, [customer('c1', { group_ids: ['g1', 'g3'] })]));
  await call(SpmCustomersGroups.bulkSave(client, [group('g1'), group('g1', 'en'), group('g2')]));
  const listed = rows(await call(SpmCustomers.listGroups(client, 'c1')));
  expect(listed.map((row) => [row.group_id, row.lang])).toEqual([
    ['g1', 'fr'],
    ['g1', 'en'],
  ]);
  expect(await call(SpmCustomers.listGroups(client, 'c2'))).toMatchObject({ statusCode: 404 });
});

describe('orders', () => {
  it('are read by id and by reference', async () => {
    const { client } = await rig();
    await call(SpmOrders.bulkSave(client, [order('o1'), order('o2', { reference: 'A/2 é' })]));
    expect(one(await call(SpmOrders.get(client, 'o1', ['order_id', 'amount'])))).toEqual({
      order_id: 'o1',
      amount: 12,
    });
    expect(one(await call(SpmOrders.getByReference(client, 'A/2 é')))).toMatchObject({
      order_id: 'o2',
    });
    expect(await call(SpmOrders.get(client, 'o3'))).toMatchObject({ statusCode: 404 });
  });

  it('are checked down to their lines', async () => {
    const { client } = await rig();
    const answer = await call(
      SpmOrders.bulkSave(client, [
        order('o1'),
        order('o2', { customer: { customer_id: 'c1', email: 'x', more: 1 } }),
        order('o3', { products: [{ product_id: 'p1', price: 1, price_without_tax: 1 }] }),
        order('o4', { products: {}, voucher_value: 5, cart_updated_at: '' }),
      ]),
    );
    expect(answer.rejected_items?.map((item) => item.errors)).toEqual([
      [
        'customer.email must be a valid email',
        'customer.property more should not exist',
        'customer.created_at is required',
      ],
      ['products.0.product_id must be an integer', 'products.0.quantity is required'],
      [
        'products must be an array',
        'cart_updated_at must be an ISO 8601 date in UTC',
        'voucher_value must be a string',
      ],
    ]);
  });
});

it('reads a status as active unless it is deleted', async () => {
  const { client } = await rig();
  const items = [orderStatus('a'), orderStatus('b', 'fr', { is_deleted: true })];
  await call(SpmOrdersStatuses.bulkSave(client, items));
  const filters = [{ field: 'is_active', operator: 'EQUALS', values: true }];
  expect(rows(await call(SpmOrdersStatuses.list(client, { filters })))).toMatchObject([
    { id: 1, status_id: 'a', is_active: true, is_deleted: false },
  ]);
});

it('derives one contact from all customers of an address', async () => {
  const { sandbox, client } = await rig();
  const email = 'Same@Example.com';
  await call(
    SpmCustomers.bulkSave(client, [
      customer('c1', { email }),
      customer('c2', { email: email.toLowerCase() }),
    ]),
  );
  expect(sandbox.state.list('contacts')).toMatchObject([
    { id: 1, id_customer_shop: 'c1', contact_data_email: 'same@example.com' },
  ]);
  await call(SpmCustomers.delete(client, 'c1'));
  expect(sandbox.state.count('contacts')).toBe(1);
});
