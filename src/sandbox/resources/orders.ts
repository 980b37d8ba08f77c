import type { CatalogResource } from '../catalog.js';
import { arrayOf, object, optional, required } from '../fields.js';
import {
  amount,
  boolean,
  currency,
  email,
  id,
  lang,
  numericId,
  string,
  timestamp,
} from '../types.js';
import { deriveCarts } from './carts.js';

const customer = object({
  customer_id: required(id),
  email: required(email),
  created_at: required(timestamp),
});

const line = object({
  product_id: required(numericId),
  product_variation_id: optional(numericId),
  price: required(amount),
  price_without_tax: required(amount),
  manufacturer_id: optional(id),
  quantity: required(amount),
});

export const orders: CatalogResource = {
  name: 'orders',
  path: '/orders',
  id: 'order_id',
  key: ['order_id'],
  max: 50,
  fields: {
    order_id: required(id),
    shop_id: optional(string),
    lang: required(lang),
    reference: optional(string),
    carrier_id: optional(id),
    status_id: required(id),
    address_delivery_id: optional(id),
    address_invoice_id: optional(id),
    customer: required(customer),
    products: required(arrayOf(line)),
    cart_id: required(string),
    cart_updated_at: required(timestamp),
    amount: required(amount),
    amount_without_tax: required(amount),
    shipping_costs: required(amount),
    shipping_costs_without_tax: required(amount),
    shipping_number: optional(string),
    currency: required(currency),
    voucher_used: optional(string),
    voucher_value: optional(string),
    is_confirmed: required(boolean),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  columns: ['reference'],
  deleteKey: 'order_ids',
  list: 'all',
  reads: [
    { path: '/orders/id', by: 'order_id' },
    { path: '/orders/reference', by: 'reference' },
  ],
  saved: deriveCarts,
};
