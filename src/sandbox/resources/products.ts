import type { CatalogResource } from '../catalog.js';
import { arrayOf, optional, required } from '../fields.js';
import {
  amount,
  boolean,
  currency,
  id,
  lang,
  name,
  numericId,
  string,
  timestamp,
} from '../types.js';

export const products: CatalogResource = {
  name: 'products',
  path: '/products',
  id: 'product_id',
  key: ['product_id', 'lang'],
  max: 50,
  fields: {
    product_id: required(numericId),
    shop_id: optional(string),
    lang: required(lang),
    name: required(name),
    reference: optional(string),
    ean13: optional(string),
    description: required(string),
    description_short: optional(string),
    link: required(string),
    image_link: optional(string),
    category_ids: optional(arrayOf(numericId)),
    manufacturer_id: optional(id),
    currency: required(currency),
    price: required(amount),
    price_discount: optional(amount),
    quantity_remaining: required(amount),
    is_active: required(boolean),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  deleteKey: 'product_ids',
  list: 'one-row-per-id',
};
