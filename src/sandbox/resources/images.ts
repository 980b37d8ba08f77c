import type { CatalogResource } from '../catalog.js';
import { optional, required } from '../fields.js';
import { anyId, boolean, id, imageUrl, lang, numericId } from '../types.js';
import { products } from './products.js';

/** No read route. */
export const images: CatalogResource = {
  name: 'products-images',
  path: '/products/:product_id/images',
  parent: { field: 'product_id', resource: products, bulkPath: '/products/images/bulk' },
  id: 'image_id',
  key: ['product_id', 'image_id'],
  max: 50,
  fields: {
    product_id: required(anyId),
    image_id: required(id),
    lang: required(lang),
    variation_id: optional(numericId),
    url: required(imageUrl),
    is_default: required(boolean),
  },
  deleteKey: 'image_ids',
};
