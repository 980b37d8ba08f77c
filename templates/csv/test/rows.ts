import type { TimeSpan } from 'spm-connect';
import type { CustomerRow, LoyaltyCardRow, OrderLineRow, ProductRow } from '../src/files.ts';
import type { Settings } from '../src/settings.ts';

/** One valid row of each file; tests change single cells. */

export const settings: Settings = {
  folder: '/nowhere',
  files: {
    customers: 'customers.csv',
    products: 'products.csv',
    orders: 'orders.csv',
    loyalty_cards: 'loyalty_cards.csv',
  },
  dialect: {
    delimiter: ',',
    decimal: '.',
    dates: 'iso',
    timeZone: 'UTC',
    encoding: 'utf-8',
  },
  language: 'en',
  currency: 'EUR',
};

/** A time in whole seconds, as in most exports. */
export function second(text: string): TimeSpan {
  const from = new Date(text);
  return { from, until: new Date(from.getTime() + 1000) };
}

const dates = {
  created_at: second('2024-01-02T03:04:05Z'),
  updated_at: second('2024-02-03T04:05:06Z'),
};

export const customerRow: CustomerRow = {
  customer_id: 'C1',
  email: 'zoe@example.com',
  first_name: 'Zoë',
  last_name: "O'Brien",
  phone: null,
  birth_date: '1990-05-06',
  language: 'fr',
  newsletter: true,
  opt_in: false,
  active: true,
  ...dates,
};

export const productRow: ProductRow = {
  product_id: 7,
  sku: 'MUG',
  ean13: '0376000010012',
  name: 'Mug',
  description: 'A mug.',
  short_description: null,
  url: 'https://shop.example.com/mug',
  image_url: null,
  language: null,
  currency: null,
  price: 12.5,
  sale_price: null,
  stock: 3,
  active: true,
  ...dates,
};

export const orderLineRow: OrderLineRow = {
  order_id: 'A1',
  line_number: 1,
  line_count: 1,
  status: 'paid',
  customer_id: 'C1',
  customer_email: 'zoe@example.com',
  customer_since: second('2023-01-01T00:00:00Z'),
  language: 'fr',
  currency: 'EUR',
  product_id: 7,
  quantity: 2,
  unit_price: 12,
  unit_price_without_tax: 10,
  shipping: 6,
  shipping_without_tax: 5,
  total: 25,
  total_without_tax: 20.83,
  voucher_code: 'HELLO',
  voucher_value: '5.00',
  tracking_number: null,
  ...dates,
};

export const loyaltyCardRow: LoyaltyCardRow = {
  card_number: 'LC-1',
  customer_id: 'C1',
  tier: 'gold',
  points: 2500,
  credit: 12.5,
  member_since: '2024-01-02',
  last_used_at: second('2024-02-03T04:05:06Z'),
  active: true,
  store: null,
  note: null,
  ...dates,
};
