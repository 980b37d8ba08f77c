import type { CatalogResource } from '../catalog.js';
import { optional, required } from '../fields.js';
import { boolean, id, name, string, timestamp } from '../types.js';

export const carriers: CatalogResource = {
  name: 'orders-carriers',
  path: '/orders-carriers',
  id: 'carrier_id',
  key: ['carrier_id'],
  max: 100,
  fields: {
    carrier_id: required(id),
    shop_id: optional(string),
    name: required(name),
    is_active: required(boolean),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  deleteKey: 'carrier_ids',
  list: 'all',
};
