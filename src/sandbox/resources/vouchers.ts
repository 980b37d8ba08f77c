import type { CatalogResource } from '../catalog.js';
import { VOUCHER_TYPES } from '../choices.js';
import { optional, required } from '../fields.js';
import { amount, boolean, currency, id, lang, oneOf, string, timestamp } from '../types.js';

export const vouchers: CatalogResource = {
  name: 'vouchers',
  path: '/vouchers',
  id: 'voucher_id',
  key: ['voucher_id', 'lang'],
  max: 50,
  fields: {
    voucher_id: required(id),
    shop_id: optional(string),
    lang: required(lang),
    code: required(string),
    description: required(string),
    started_at: required(timestamp),
    ended_at: optional(timestamp),
    customer_id: optional(id),
    type_voucher: required(oneOf(VOUCHER_TYPES)),
    value: optional(amount),
    minimum_amount: required(amount),
    currency: required(currency),
    reduction_tax: required(boolean),
    is_used: required(boolean),
    is_active: required(boolean),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  deleteKey: 'voucher_ids',
  list: 'all',
};
