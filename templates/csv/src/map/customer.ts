import type { SpmCustomerData } from '@shopimind/sdk-js';
import type { CustomerRow } from '../files.ts';
import type { Settings } from '../settings.ts';
import { toDates } from './dates.ts';

export function toCustomer(row: CustomerRow, settings: Settings): SpmCustomerData {
  return {
    customer_id: row.customer_id,
    email: row.email,
    phone_number: row.phone,
    first_name: row.first_name,
    last_name: row.last_name,
    birth_date: row.birth_date,
    is_opt_in: row.opt_in,
    is_newsletter_subscribed: row.newsletter,
    lang: row.language ?? settings.language,
    is_active: row.active,
    ...toDates(row),
  };
}
