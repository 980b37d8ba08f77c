import type { CatalogResource } from '../catalog.js';
import { REQUIRE_WHAT_THE_SDK_REQUIRES } from '../choices.js';
import { arrayOf, optional, required } from '../fields.js';
import { anyDate, boolean, email, id, lang, name, string, timestamp } from '../types.js';
import { deriveContacts, unlinkCustomers } from './contacts.js';

/** Absent from the documented sample. */
const sdkRequired = REQUIRE_WHAT_THE_SDK_REQUIRES ? required : optional;

export const customers: CatalogResource = {
  name: 'customers',
  path: '/customers',
  id: 'customer_id',
  key: ['customer_id'],
  max: 50,
  fields: {
    customer_id: required(id),
    shop_id: optional(string),
    email: required(email),
    phone_number: optional(string),
    first_name: required(name),
    last_name: required(name),
    birth_date: optional(anyDate),
    is_opt_in: sdkRequired(boolean),
    is_newsletter_subscribed: required(boolean),
    lang: required(lang),
    group_ids: optional(arrayOf(id)),
    is_active: sdkRequired(boolean),
    created_at: required(timestamp),
    updated_at: required(timestamp),
  },
  deleteKey: 'customer_ids',
  list: 'all',
  reads: [{ path: '/customers', by: 'customer_id' }],
  saved: deriveContacts,
  removed: unlinkCustomers,
};
