import { expect, test } from 'vitest';
import { toCustomer } from '../src/map/customer.ts';
import { toDates } from '../src/map/dates.ts';
import { toLoyaltyCard } from '../src/map/loyalty-card.ts';
import { toOrder } from '../src/map/order.ts';
import { toProduct } from '../src/map/product.ts';
import { customerRow, loyaltyCardRow, orderLineRow, productRow, second, settings } from './rows.ts';

test('a customer', () => {
  expect(toCustomer(customerRow, settings)).toEqual({
    customer_id: 'C1',
    email: 'zoe@example.com',
    phone_number: null,
    first_name: 'Zoë',
    last_name: "O'Brien",
    birth_date: '1990-05-06',
    is_opt_in: false,
    is_newsletter_subscribed: true,
    lang: 'fr',
    is_active: true,
    created_at: '2024-01-02T03:04:05.000Z',
    updated_at: '2024-02-03T04:05:06.000Z',
  });
});

test('language and currency come from the settings where the row has none', () => {
  expect(toCustomer({ ...customerRow, language: null }, settings).lang).toBe('en');
  expect(toProduct(productRow, settings)).toMatchObject({ lang: 'en', currency: 'EUR' });
});

test('a product', () => {
  expect(toProduct({ ...productRow, sale_price: 10 }, settings)).toMatchObject({
    product_id: 7,
    reference: 'MUG',
    price: 12.5,
    price_discount: 10,
    quantity_remaining: 3,
  });
});

test('an order takes its lines together and the rest from the first', () => {
  const second = { ...orderLineRow, line_number: 2, product_id: 8, quantity: 1 };
  const order = toOrder([orderLineRow, second], settings);
  expect(order).toMatchObject({
    order_id: 'A1',
    amount: 25,
    voucher_used: 'HELLO',
    voucher_value: '5.00',
    customer: { customer_id: 'C1', created_at: '2023-01-01T00:00:00.000Z' },
  });
  expect(order.products).toEqual([
    { product_id: 7, price: 12, price_without_tax: 10, quantity: 2 },
    { product_id: 8, price: 12, price_without_tax: 10, quantity: 1 },
  ]);
});

test.each([
  ['pending', false],
  ['paid', true],
  ['shipped', true],
  ['delivered', true],
  ['cancelled', false],
  ['refunded', false],
] as const)('an order that is %s is confirmed: %s', (status, confirmed) => {
  expect(toOrder([{ ...orderLineRow, status }], settings).is_confirmed).toBe(confirmed);
});

test('a loyalty card finds its contact by the customer id', () => {
  expect(toLoyaltyCard(loyaltyCardRow)).toEqual({
    card_number: 'LC-1',
    contact: { by: 'id_customer', value: 'C1' },
    tier: 'gold',
    points: 2500,
    credit: 12.5,
    member_since: '2024-01-02',
    last_used_at: '2024-02-03T04:05:06.000Z',
    active: true,
    store: null,
    note: null,
  });
});

test('one date stands in for the other, and without both the date is unknown', () => {
  const date = second('2024-01-02T03:04:05Z');
  const both = { created_at: '2024-01-02T03:04:05.000Z', updated_at: '2024-01-02T03:04:05.000Z' };
  expect(toDates({ created_at: date, updated_at: null })).toEqual(both);
  expect(toDates({ created_at: null, updated_at: date })).toEqual(both);
  expect(toDates({ created_at: null, updated_at: null }).created_at).toBe(
    '1970-01-01T00:00:00.000Z',
  );
});
