import type { CatalogResource } from '../catalog.js';
import { optional, required } from '../fields.js';
import { boolean, id, name, string, timestamp } from '../types.js';

export const manufacturers: CatalogResource = {
  name: 'products-manufacturers',
  path: '/products-manufacturers',
  id: 'manufacturer_id',
  key: ['manufacturer_id'],
  max: 100,
  fields: {
    manufacturer_id: required(id),
    shop_id: optional(string),
    name: required(name),
    is_active: required(boolean),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  deleteKey: 'manufacturer_ids',
  list: 'all',
};
