/** Contacts: one profile per e-mail address, derived from the customers that have it. */

import type { Item } from '../fields.js';
import type { Sandbox } from '../sandbox.js';
import type { Table } from '../table.js';

export function contactTable(sandbox: Sandbox): Table {
  return sandbox.table({ name: 'contacts', key: ['email'] });
}

/** Makes the contact of a customer that was just saved, unless the address has one. */
export function deriveContact(sandbox: Sandbox, customer: Item): void {
  const email = emailKey(customer.email);
  contactTable(sandbox).insertNew([email], {
    id_customer_shop: customer.customer_id,
    contact_data_email: email,
  });
}

/** The ids by which a contact can be named. */
export type ContactReference =
  | { by: 'id_contact'; value: number }
  | { by: 'email' | 'id_customer' | 'phone'; value: string };

/** The contact's id, or undefined when nobody matches. */
export function findContact(sandbox: Sandbox, { by, value }: ContactReference): number | undefined {
  const contacts = contactTable(sandbox);
  if (by === 'id_contact') return contacts.get(value)?.id;
  if (by === 'email') return contacts.find(emailKey(value))?.id;
  const customer = findCustomer(sandbox, by, value);
  return customer && contacts.find(emailKey(customer.email))?.id;
}

function findCustomer(
  sandbox: Sandbox,
  by: 'id_customer' | 'phone',
  value: string,
): Item | undefined {
  const customers = sandbox.tables.get('customers');
  if (by === 'id_customer') return customers?.find(value)?.body;
  const where = [{ sql: "json_extract(body, '$.phone_number') = ?", values: [value] }];
  return customers?.select({ where, orderBy: 'id', limit: 1, offset: 0 })[0]?.body;
}

const emailKey = (email: unknown): string => String(email).toLowerCase();
