import type { CatalogResource } from '../catalog.js';
import { optional, required } from '../fields.js';
import { amount, anyId, boolean, lang, name, number, numericId, string } from '../types.js';
import { products } from './products.js';

/** No read route. */
export const variations: CatalogResource = {
  name: 'products-variations',
  path: '/products/:product_id/variations',
  parent: { field: 'product_id', resource: products, bulkPath: '/products/variations/bulk' },
  id: 'variation_id',
  key: ['product_id', 'variation_id'],
  max: 50,
  fields: {
    product_id: required(anyId),
    variation_id: required(numericId),
    name: required(name),
    lang: required(lang),
    reference: optional(string),
    ean13: optional(string),
    link: required(string),
    image_link: optional(string),
    price: required(amount),
    price_discount: optional(amount),
    quantity_remaining: required(number),
    is_default: required(boolean),
  },
  deleteKey: 'variation_ids',
};
