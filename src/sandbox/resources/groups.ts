import type { CatalogResource } from '../catalog.js';
import { optional, required } from '../fields.js';
import type { Sandbox } from '../sandbox.js';
import { id, lang, name, string, timestamp } from '../types.js';

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
    name: required(name),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  deleteKey: 'group_ids',
  list: 'all',
  removed: detachCustomers,
};

const OF_CUSTOMER = "json_each(body, '$.group_ids')";

/** Removes deleted groups from every customer's `group_ids`. */
function detachCustomers({ db }: Sandbox, ids: readonly string[]): void {
  const deleted = '(SELECT value FROM json_each(@ids))';
  const others = `SELECT json_group_array(value) FROM ${OF_CUSTOMER} WHERE value NOT IN ${deleted}`;
  db.prepare(
    `UPDATE customers SET body = json_set(body, '$.group_ids', json((${others})))
     WHERE EXISTS (SELECT 1 FROM ${OF_CUSTOMER} WHERE value IN ${deleted})`,
  ).run({ ids: JSON.stringify(ids) });
}
