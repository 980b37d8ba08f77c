import type { CatalogResource } from '../catalog.js';
import { optional, required } from '../fields.js';
import { id, lang, string, timestamp } from '../types.js';

export const groups: CatalogResource = {
  name: 'customers-groups',
  path: '/customers-groups',
  id: 'group_id',
  key: ['group_id', 'lang'],
  max: 100,
  fields: {
    group_id: required(id),
    shop_id: optional(string),
    lang: required(lang),
    name: required(string),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  deleteKey: 'group_ids',
  list: 'all',
};
