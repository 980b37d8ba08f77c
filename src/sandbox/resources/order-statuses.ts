import { type CatalogResource, ROW_ID } from '../catalog.js';
import { optional, required } from '../fields.js';
import { boolean, id, lang, name, string, timestamp } from '../types.js';

export const orderStatuses: CatalogResource = {
  name: 'orders-statuses',
  path: '/orders-statuses',
  id: 'status_id',
  key: ['status_id', 'lang'],
  max: 100,
  fields: {
    status_id: required(id),
    shop_id: optional(string),
    lang: required(lang),
    name: required(name),
    is_deleted: required(boolean),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  extraReads: [
    ROW_ID,
    {
      name: 'is_active',
      kind: 'boolean',
      sql: "NOT json_extract(body, '$.is_deleted')",
      read: ({ body }) => body.is_deleted !== true,
    },
  ],
  deleteKey: 'status_ids',
  list: 'all',
};
