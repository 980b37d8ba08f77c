import type { CatalogResource } from '../catalog.js';
import { optional, required } from '../fields.js';
import { boolean, id, name, numericId, string } from '../types.js';
import { customers } from './customers.js';

export const addresses: CatalogResource = {
  name: 'customers-addresses',
  path: '/customers/:customer_id/addresses',
  parent: {
    field: 'customer_id',
    resource: customers,
    bulkPath: '/customers/addresses/bulk',
  },
  id: 'address_id',
  key: ['customer_id', 'address_id'],
  max: 50,
  fields: {
    customer_id: required(id),
    address_id: required(numericId),
    first_name: required(name),
    last_name: required(name),
    primary_phone: optional(string),
    secondary_phone: optional(string),
    company: optional(string),
    address_line_1: required(string),
    address_line_2: optional(string),
    postal_code: required(string),
    city: required(string),
    country: required(string),
    is_active: required(boolean),
  },
  deleteKey: 'address_ids',
  list: 'all',
};
