/** The input of a contact (`POST /contacts`), its storage, and its output. */

import { CONTACT_CONSENTS, CONTACT_COUNTRY, CONTACT_REGION, PHONE_PATTERN } from '../choices.js';
import { compileFields, type Fields, type Item, required } from '../fields.js';
import { bodyField, idField, type ReadField, type ReadModel, readModel } from '../read-model.js';
import { boolean, date, email, id, lang, matching, oneOf, string, timestamp } from '../types.js';

const consent = required(oneOf(CONTACT_CONSENTS));
const tracking = required(oneOf(['consented', 'opposed']));

/** All fields may be absent, which keeps the value, but none may be null. */
const FIELDS: Fields = {
  email: required(email),
  phone_number: required(matching(PHONE_PATTERN, 'must be a phone number in E.164 format')),
  first_name: required(string),
  last_name: required(string),
  gender: required(oneOf(['unknown', 'male', 'female'])),
  birth_date: required(date),
  language: required(lang),
  country: required(matching(CONTACT_COUNTRY, 'must be an ISO 3166-1 alpha-2 country code')),
  region: required(matching(CONTACT_REGION, 'must be a two-letter region code')),
  is_active: required(boolean),
  created_on_shop_at: required(timestamp),
  email_consent: consent,
  sms_consent: consent,
  whatsapp_consent: consent,
  tracking_consent: tracking,
  tracking_clic_consent: tracking,
  push_endpoint: required(id),
  push_key: required(id),
  push_token: required(id),
};
const shape = compileFields(FIELDS).partial;

const PUSH = ['push_endpoint', 'push_key', 'push_token'] as const;

/** The checks of `POST /contacts`. */
export function checkContact(contact: Item, errors: string[]): void {
  shape(contact, errors);
  const has = (name: string) => Object.hasOwn(contact, name);
  const push = PUSH.filter(has).length;
  if (push > 0 && push < PUSH.length) errors.push(`${PUSH.join(', ')} must be given together`);
  if (push === 0 && !has('email') && !has('phone_number')) {
    errors.push('at least one of email, phone_number, push_endpoint is required');
  }
}

/** Names in the row of fields that are written under another name. The others keep their names. */
const STORED_AS = new Map([
  ['email', 'contact_data_email'],
  ['phone_number', 'contact_data_sms'],
  ['push_endpoint', 'contact_data_push'],
  ['first_name', 'contact_first_name'],
  ['last_name', 'contact_last_name'],
  ['gender', 'contact_gender'],
  ['birth_date', 'contact_birthday'],
  ['language', 'contact_lang'],
  ['country', 'contact_country'],
  ['region', 'contact_state'],
  ['is_active', 'active'],
]);
export const storedAs = (name: string): string => STORED_AS.get(name) ?? name;

/** The fields that `POST /contacts` changes for a registered customer; the shop owns the others. */
export const appliesToRegistered = (name: string): boolean =>
  name.endsWith('_consent') || name.startsWith('push_');

/** A boolean computed from the row. */
function flag(name: string, sql: string, test: (body: Item) => boolean): ReadField {
  return { name, kind: 'boolean', sql, read: ({ body }) => test(body) };
}

const json = (name: string) => `json_extract(body, '$.${name}')`;
const optedIn = (channel: string, body: Item): boolean => {
  const given = body[`${channel}_consent`];
  if (given !== undefined) return given !== 'unsubscribed';
  return channel === 'email' && body.synced_optin === true;
};
const unsubscribed = (channel: string, body: Item): boolean =>
  body[`${channel}_consent`] === 'unsubscribed';

/** An explicit consent wins over the customer's value in the shop. */
export const optinSql = (channel: string): string =>
  `coalesce(${json(`${channel}_consent`)} != 'unsubscribed'${channel === 'email' ? `, ${json('synced_optin')}` : ''}, 0)`;
export const unsubSql = (channel: string): string =>
  `coalesce(${json(`${channel}_consent`)} = 'unsubscribed', 0)`;
const hasData = (channel: string): string => `${json(`contact_data_${channel}`)} IS NOT NULL`;
const never = (name: string): ReadField => flag(name, '0', () => false);
const always = (name: string) => bodyField(name, 'text');

const canReceive = (channel: string): ReadField =>
  flag(
    `can_receive_${channel}`,
    `(${hasData(channel)} AND ${json('active')} AND ${channel === 'push' ? 1 : optinSql(channel)})`,
    (body) =>
      typeof body[`contact_data_${channel}`] === 'string' &&
      body.active === true &&
      (channel === 'push' || optedIn(channel, body)),
  );

const VIEWS = ['email', 'sms', 'push', 'embed', 'popin'];
const CHANNELS = ['email', 'sms', 'push'];

/** All the documented fields. The sandbox sends nothing, so views, clicks, sales and timings stay null. */
export const CONTACT_MODEL: ReadModel = readModel([
  idField('id_shop_contact'),
  always('id_customer_shop'),
  bodyField('id_shop_customer', 'number'),
  ...CHANNELS.map((channel) => always(`contact_data_${channel}`)),
  ...['first_name', 'last_name', 'gender', 'birthday', 'lang', 'country', 'state'].map((name) =>
    always(`contact_${name}`),
  ),
  bodyField('contact_latitude', 'number'),
  bodyField('contact_longitude', 'number'),
  ...['email', 'sms'].map((channel) =>
    flag(`optin_data_${channel}`, optinSql(channel), (body) => optedIn(channel, body)),
  ),
  ...CHANNELS.map((channel) =>
    flag(`unsub_data_${channel}`, unsubSql(channel), (body) => unsubscribed(channel, body)),
  ),
  ...CHANNELS.map((channel) => never(`reject_data_${channel}`)),
  ...VIEWS.map((channel) => always(`last_views_data_${channel}`)),
  ...VIEWS.map((channel) => always(`last_clics_data_${channel}`)),
  ...[...VIEWS, 'valid'].map((channel) => always(`last_sales_data_${channel}`)),
  ...CHANNELS.map((channel) => always(`perfect_timing_data_${channel}`)),
  ...CHANNELS.map(canReceive),
  flag('is_registered', `${json('id_customer_shop')} IS NOT NULL`, isRegistered),
  bodyField('active', 'boolean'),
  always('created_on_shop_at'),
  always('created_at'),
  always('updated_at'),
]);

export function isRegistered({ id_customer_shop: customer }: Item): boolean {
  return typeof customer === 'string';
}
