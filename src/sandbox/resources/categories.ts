import { type CatalogResource, ROW_ID } from '../catalog.js';
import { optional, required } from '../fields.js';
import { boolean, lang, name, numericId, string, timestamp } from '../types.js';

export const categories: CatalogResource = {
  name: 'products-categories',
  path: '/products-categories',
  id: 'category_id',
  key: ['category_id', 'lang'],
  max: 100,
  fields: {
    category_id: required(numericId),
    shop_id: optional(string),
    lang: required(lang),
    name: required(name),
    description: required(string),
    parent_category_id: optional(numericId),
    link: required(string),
    is_active: required(boolean),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  extraReads: [ROW_ID],
  deleteKey: 'category_ids',
  list: 'all',
};
