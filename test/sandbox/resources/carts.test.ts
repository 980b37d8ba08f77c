import { SpmCarts, SpmCustomers, SpmOrders } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, customer, order, rig, rows } from '../fixtures.ts';

describe('carts', () => {
  it('come from orders', async () => {
    const { client } = await rig();
    const orders = [order('o1', { cart_id: 'k1' }), order('o2', { cart_id: '' })];
    await call(SpmOrders.bulkSave(client, orders));
    await call(SpmOrders.bulkUpdate(client, [{ ...order('o1', { cart_id: 'k1' }), amount: 99 }]));
    expect(rows(await call(SpmCarts.list(client)))).toMatchObject([
      { cart_id: 'k1', order_id: 'o1', customer_id: 'c1', status: 'converted', amount: 99 },
    ]);
  });

  it('show columns of the customer on request only', async () => {
    const { client } = await rig();
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    const unknown = order('o2', {
      cart_id: 'k2',
      customer: { ...order('o2').customer, customer_id: 'c9' },
    });
    await call(SpmOrders.bulkSave(client, [order('o1', { cart_id: 'k1' }), unknown]));
    const [plain] = rows(await call(SpmCarts.list(client)));
    expect(plain).not.toHaveProperty('customer_email');
    const fields = ['cart_id', 'customer_first_name', 'customer_last_name', 'customer_email'];
    expect(rows(await call(SpmCarts.list(client, { fields })))).toEqual([
      {
        cart_id: 'k1',
        customer_first_name: 'Ada',
        customer_last_name: 'Lovelace',
        customer_email: 'c1@example.com',
      },
      {
        cart_id: 'k2',
        customer_first_name: null,
        customer_last_name: null,
        customer_email: null,
      },
    ]);
    const filters = [{ field: 'customer_email', operator: 'STARTS_WITH', values: 'c1@' }];
    expect(rows(await call(SpmCarts.list(client, { filters })))).toHaveLength(1);
  });

  it('are in progress or abandoned when nothing was ordered', async () => {
    const { client } = await rig({ seed: 1 });
    const filters = [{ field: 'order_id', operator: 'EQUALS', values: 'o1' }];
    expect(rows(await call(SpmCarts.list(client, { filters })))).toMatchObject([
      { status: 'converted' },
    ]);
    const open = [{ field: 'status', operator: 'NOT_EQUALS', values: 'converted' }];
    for (const cart of rows(await call(SpmCarts.list(client, { filters: open })))) {
      expect(cart).toMatchObject({ order_id: null });
    }
  });

  it('have no columns but their own', async () => {
    const { client } = await rig();
    expect(await call(SpmCarts.list(client, { fields: ['nope'] }))).toMatchObject({
      statusCode: 400,
    });
  });
});
