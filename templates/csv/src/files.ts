import {
  type Columns,
  day,
  decimal,
  flag,
  identifier,
  instant,
  integer,
  oneOf,
  optional,
  type RowOf,
  requiredText,
  text,
} from './csv/columns.ts';

/** The exported files, and the columns that the connector reads. */

const dates = { created_at: optional(instant), updated_at: optional(instant) };

export const customersFile = {
  entity: 'customers',
  columns: {
    customer_id: identifier,
    email: requiredText,
    first_name: text,
    last_name: text,
    phone: optional(identifier),
    birth_date: optional(day),
    language: optional(text),
    newsletter: flag,
    opt_in: flag,
    active: flag,
    ...dates,
  },
} as const satisfies ExportFile;

export const productsFile = {
  entity: 'products',
  columns: {
    product_id: integer,
    sku: optional(identifier),
    ean13: optional(identifier),
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

/** One row per order line; each line repeats the data of its order. */
export const ordersFile = {
  entity: 'orders',
  columns: {
    order_id: identifier,
    line_number: integer,
    line_count: integer,
    status: oneOf(ORDER_STATUSES),
    customer_id: identifier,
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
    voucher_code: optional(identifier),
    voucher_value: optional(text),
    tracking_number: optional(identifier),
    ...dates,
  },
} as const satisfies ExportFile;

export const CARD_TIERS = ['bronze', 'silver', 'gold', 'platinum'] as const;

export const loyaltyCardsFile = {
  entity: 'loyalty_cards',
  columns: {
    card_number: identifier,
    customer_id: identifier,
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
  /** The name of its step, and of its setting. */
  entity: 'customers' | 'products' | 'orders' | 'loyalty_cards';
  columns: Columns;
}

export type CustomerRow = RowOf<typeof customersFile.columns>;
export type ProductRow = RowOf<typeof productsFile.columns>;
export type OrderLineRow = RowOf<typeof ordersFile.columns>;
export type LoyaltyCardRow = RowOf<typeof loyaltyCardsFile.columns>;
