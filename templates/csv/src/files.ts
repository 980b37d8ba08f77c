import {
  type Columns,
  day,
  decimal,
  flag,
  instant,
  integer,
  oneOf,
  optional,
  type RowOf,
  requiredText,
  text,
} from './columns.ts';

/** The exported files, and what the connector reads from each. */

const dates = { created_at: optional(instant), updated_at: optional(instant) };

export const customersFile = {
  name: 'customers.csv',
  columns: {
    customer_id: requiredText,
    email: requiredText,
    first_name: text,
    last_name: text,
    phone: optional(text),
    birth_date: optional(day),
    language: optional(text),
    newsletter: flag,
    opt_in: flag,
    active: flag,
    ...dates,
  },
} as const satisfies ExportFile;

export const productsFile = {
  name: 'products.csv',
  columns: {
    product_id: integer,
    sku: optional(text),
    ean13: optional(text),
    name: requiredText,
    description: text,
    short_description: optional(text),
    url: text,
    image_url: optional(text),
    language: optional(text),
    currency: optional(text),
    price: decimal,
    sale_price: optional(decimal),
    stock: integer,
    active: flag,
    ...dates,
  },
} as const satisfies ExportFile;

export const ORDER_STATUSES = [
  'pending',
  'paid',
  'shipped',
  'delivered',
  'cancelled',
  'refunded',
] as const;

/** One row per order line; the lines of an order stand together and repeat what belongs to the order. */
export const ordersFile = {
  name: 'orders.csv',
  columns: {
    order_id: requiredText,
    line_number: integer,
    line_count: integer,
    status: oneOf(ORDER_STATUSES),
    customer_id: requiredText,
    customer_email: requiredText,
    customer_since: optional(instant),
    language: optional(text),
    currency: optional(text),
    product_id: integer,
    quantity: integer,
    unit_price: decimal,
    unit_price_without_tax: decimal,
    shipping: decimal,
    shipping_without_tax: decimal,
    total: decimal,
    total_without_tax: decimal,
    voucher_code: optional(text),
    voucher_value: optional(text),
    tracking_number: optional(text),
    ...dates,
  },
} as const satisfies ExportFile;

export const CARD_TIERS = ['bronze', 'silver', 'gold', 'platinum'] as const;

export const loyaltyCardsFile = {
  name: 'loyalty_cards.csv',
  columns: {
    card_number: requiredText,
    customer_id: requiredText,
    tier: oneOf(CARD_TIERS),
    points: integer,
    credit: decimal,
    member_since: day,
    last_used_at: optional(instant),
    active: flag,
    store: optional(text),
    note: optional(text),
    ...dates,
  },
} as const satisfies ExportFile;

export const exportFiles = [customersFile, productsFile, ordersFile, loyaltyCardsFile];

export interface ExportFile {
  name: string;
  columns: Columns;
}

export type CustomerRow = RowOf<typeof customersFile.columns>;
export type ProductRow = RowOf<typeof productsFile.columns>;
export type OrderLineRow = RowOf<typeof ordersFile.columns>;
export type LoyaltyCardRow = RowOf<typeof loyaltyCardsFile.columns>;
