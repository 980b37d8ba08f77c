/** Contacts: one profile per e-mail address, made from customers or sent with `POST /contacts`. */

import { CONTACT_KEEPS_FIRST_CUSTOMER, CONTACT_MATCH_FALLS_THROUGH } from '../choices.js';
import type { Item } from '../fields.js';
import type { Sandbox } from '../sandbox.js';
import type { Cell, Row, Table } from '../table.js';
import { recordConsents } from './contact-history.js';
import { appliesToRegistered, isRegistered, storedAs } from './contact-shape.js';

export function contactTable(sandbox: Sandbox): Table {
  return sandbox.table({
    name: 'contacts',
    key: ['email'],
    columns: ['phone', 'push', 'customer'],
    queued: true,
  });
}

const cellsOf = (body: Item): Cell[] =>
  [
    body.contact_data_email,
    body.contact_data_sms,
    body.contact_data_push,
    body.id_customer_shop,
  ].map((value) => (typeof value === 'string' ? value : null));

/** Creates the contacts of customers that were just saved, or updates their identity. */
export function deriveContacts(
  sandbox: Sandbox,
  customers: readonly Item[],
  allNew: boolean,
): void {
  // New customers mostly have new addresses, so there is nothing to read. The contacts added here do not change below.
  const added = allNew ? addContacts(sandbox, customers) : 0;
  if (added < customers.length) followCustomers(sandbox, customers);
}

/** Creates missing contacts; returns how many. */
function addContacts(sandbox: Sandbox, customers: readonly Item[]): number {
  const at = sandbox.timestamp();
  const bodies = customers.map((customer) => newContact(identityOf(customer), at));
  return contactTable(sandbox).insertNew(bodies.map((body) => ({ cells: cellsOf(body), body })));
}

/** Updates the contacts in the order of the customers; all are read together and written together. */
function followCustomers(sandbox: Sandbox, customers: readonly Item[]): void {
  const contacts = contactTable(sandbox);
  const at = sandbox.timestamp();
  const known = contacts.bodiesByKey(customers.map(({ email }) => emailKey(email)));
  const changed = new Map<string, Item>();
  const consents: [email: string, subscribed: unknown][] = [];
  const change = (email: string, body: Item) => {
    known.set(email, body);
    changed.set(email, body);
  };
  for (const customer of customers) {
    const email = emailKey(customer.email);
    const before = known.get(email);
    if (before?.id_customer_shop !== customer.customer_id) {
      const left = leftBehind(contacts, changed, String(customer.customer_id), email);
      if (left !== undefined) change(left.email, { ...left.body, ...UNLINKED, updated_at: at });
    }
    const body = derived(before, customer, at);
    if (body === undefined) continue;
    if (before !== undefined && before.synced_optin !== body.synced_optin)
      consents.push([email, body.synced_optin]);
    change(email, body);
  }
  contacts.upsertAll([...changed.values()].map((body) => ({ cells: cellsOf(body), body })));
  for (const [email, subscribed] of consents) recordConsent(sandbox, contacts, email, subscribed);
}

/** The fields that a contact loses when its customer is deleted or has another address. */
const UNLINKED: Item = { id_customer_shop: null };

/** The contact that this customer had under an earlier address. */
function leftBehind(
  contacts: Table,
  changed: ReadonlyMap<string, Item>,
  customerId: string,
  email: string,
): { email: string; body: Item } | undefined {
  for (const [old, body] of changed) {
    if (body.id_customer_shop === customerId && old !== email) return { email: old, body };
  }
  const row = contacts.firstBy('customer', customerId);
  const old = row && emailKey(row.body.contact_data_email);
  if (row === undefined || old === undefined || old === email || changed.has(old)) return undefined;
  return { email: old, body: row.body };
}

function recordConsent(sandbox: Sandbox, contacts: Table, email: string, subscribed: unknown) {
  const row = contacts.find(email);
  if (row === undefined) return;
  recordConsents(sandbox, row.id, { email_consent: subscribed ? 'single_optin' : 'unsubscribed' });
}

/** Contacts stay when their customer is deleted, but lose the reference to it. */
export function unlinkCustomers(sandbox: Sandbox, customerIds: readonly string[]): void {
  const contacts = contactTable(sandbox);
  for (const customerId of customerIds) {
    const row = contacts.firstBy('customer', customerId);
    if (row === undefined) continue;
    const body = { ...row.body, ...UNLINKED, updated_at: sandbox.timestamp() };
    contacts.replace(row.id, cellsOf(body), body);
  }
}

/** The contact as the customer defines it; undefined when it does not change. */
function derived(contact: Item | undefined, customer: Item, at: string): Item | undefined {
  const identity = identityOf(customer);
  if (contact === undefined) return newContact(identity, at);
  const another = isRegistered(contact) && contact.id_customer_shop !== identity.id_customer_shop;
  if (another && CONTACT_KEEPS_FIRST_CUSTOMER) return undefined;
  if (Object.entries(identity).every(([name, value]) => contact[name] === value)) return undefined;
  return { ...contact, ...identity, updated_at: at };
}

/** Adds the times to the identity itself: a copy would take longer than everything else here. */
function newContact(identity: Item, at: string): Item {
  identity.created_at = at;
  identity.updated_at = at;
  return identity;
}

/** The fields that a contact takes from the shop. */
function identityOf(customer: Item): Item {
  const { birth_date: born } = customer;
  return {
    id_customer_shop: customer.customer_id,
    contact_data_email: emailKey(customer.email),
    contact_data_sms: customer.phone_number ?? null,
    contact_first_name: customer.first_name,
    contact_last_name: customer.last_name,
    contact_birthday: typeof born === 'string' ? born.slice(0, 10) : null,
    contact_lang: customer.lang,
    active: customer.is_active,
    synced_optin: customer.is_newsletter_subscribed,
    created_on_shop_at: customer.created_at,
  };
}

/** The result of `POST /contacts`. Names are those of the request. */
export interface ContactUpsert {
  row: Row;
  operation: 'created' | 'updated' | 'unchanged';
  matched_by: Identifier | null;
  changed_fields: string[];
}

/** Identifiers in the order of the lookup. */
const IDENTIFIERS = [
  ['email', 'email', 'email'],
  ['phone_number', 'phone', 'phone_number'],
  ['push', 'push', 'push_endpoint'],
] as const;
type Identifier = (typeof IDENTIFIERS)[number][0];

/** Creates or updates a contact that `checkContact` accepted. Call it inside a transaction. */
export function upsertContact(sandbox: Sandbox, checked: Item): ContactUpsert {
  const given = 'email' in checked ? { ...checked, email: emailKey(checked.email) } : checked;
  const contacts = contactTable(sandbox);
  const match = matchContact(contacts, given);
  return match === undefined
    ? createContact(sandbox, contacts, given)
    : updateContact(sandbox, contacts, given, match);
}

type Match = { row: Row; by: Identifier };

function matchContact(contacts: Table, given: Item): Match | undefined {
  for (const [by, column, name] of IDENTIFIERS) {
    const value = given[name];
    if (typeof value !== 'string') continue;
    const row = contacts.firstBy(column, value);
    if (row !== undefined) return { row, by };
    if (!CONTACT_MATCH_FALLS_THROUGH) return undefined;
  }
  return undefined;
}

function createContact(sandbox: Sandbox, contacts: Table, given: Item): ContactUpsert {
  const at = sandbox.timestamp();
  const body: Item = { active: true, created_on_shop_at: null, created_at: at, updated_at: at };
  for (const [name, value] of Object.entries(given)) body[storedAs(name)] = value;
  const row = { id: contacts.insert(cellsOf(body), body), body };
  recordConsents(sandbox, row.id, given);
  return { row, operation: 'created', matched_by: null, changed_fields: [] };
}

function updateContact(
  sandbox: Sandbox,
  contacts: Table,
  given: Item,
  { row, by }: Match,
): ContactUpsert {
  const registered = isRegistered(row.body);
  const changes = Object.entries(given).filter(
    ([name, value]) =>
      name !== 'created_on_shop_at' &&
      (!registered || appliesToRegistered(name)) &&
      row.body[storedAs(name)] !== value,
  );
  if (changes.length === 0) {
    return { row, operation: 'unchanged', matched_by: by, changed_fields: [] };
  }
  const body: Item = { ...row.body, updated_at: sandbox.timestamp() };
  for (const [name, value] of changes) body[storedAs(name)] = value;
  contacts.replace(row.id, cellsOf(body), body);
  recordConsents(sandbox, row.id, Object.fromEntries(changes));
  return {
    row: { id: row.id, body },
    operation: 'updated',
    matched_by: by,
    changed_fields: changes.map(([name]) => name),
  };
}

/** The ids that can identify a contact. */
export type ContactReference =
  | { by: 'id_contact'; value: number }
  | { by: 'email' | 'id_customer' | 'phone'; value: string };

/** The contact's id, or undefined when no contact matches. */
export function findContact(sandbox: Sandbox, reference: ContactReference): number | undefined {
  return contactRow(sandbox, reference)?.id;
}

function contactRow(sandbox: Sandbox, { by, value }: ContactReference): Row | undefined {
  const contacts = contactTable(sandbox);
  if (by === 'id_contact') return contacts.get(value);
  if (by === 'email') return contacts.find(emailKey(value));
  if (by === 'phone') return contacts.firstBy('phone', value);
  const customer = sandbox.tables.get('customers')?.find(value);
  return customer && contacts.find(emailKey(customer.body.email));
}

const emailKey = (email: unknown): string => String(email).toLowerCase();
