/** Contacts: one profile per e-mail address, derived from the customers that have it. */

import type { Item } from '../fields.js';
import type { Sandbox } from '../sandbox.js';
import type { Table } from '../table.js';

export function contactTable(sandbox: Sandbox): Table {
  return sandbox.table({ name: 'contacts', key: ['email'], columns: ['phone'] });
}

/** Makes or refreshes the contact of a customer that was just saved. */
export function deriveContact(sandbox: Sandbox, customer: Item): void {
  const email = emailKey(customer.email);
  contactTable(sandbox).upsert([email, textOrNull(customer.phone_number)], {
    id_customer_shop: customer.customer_id,
    contact_data_email: email,
    contact_data_sms: customer.phone_number ?? null,
    contact_first_name: customer.first_name,
    contact_last_name: customer.last_name,
    contact_lang: customer.lang,
  });
}

/** The ids by which a contact can be named. */
export type ContactReference =
  | { by: 'id_contact'; value: number }
  | { by: 'email' | 'id_customer' | 'phone'; value: string };

/** The contact's id, or undefined when nobody matches. */
export function findContact(sandbox: Sandbox, reference: ContactReference): number | undefined {
  const contacts = contactTable(sandbox);
  switch (reference.by) {
    case 'id_contact':
      return contacts.get(reference.value)?.id;
    case 'email':
      return contacts.find(emailKey(reference.value))?.id;
    case 'phone':
      return contacts.firstBy('phone', reference.value)?.id;
    case 'id_customer': {
      const customer = sandbox.tables.get('customers')?.find(reference.value);
      return customer && contacts.find(emailKey(customer.body.email))?.id;
    }
  }
}

const emailKey = (email: unknown): string => String(email).toLowerCase();
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
