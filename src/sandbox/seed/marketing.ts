/** Lists, consents and other data of the contacts of a seeded shop. */

import type { Item } from '../fields.js';
import { rejectTable } from '../resources/contact-history.js';
import { tagTable } from '../resources/contact-routes.js';
import { checkContact } from '../resources/contact-shape.js';
import { contactTable, upsertContact } from '../resources/contacts.js';
import { checkList, createList, memberTable } from '../resources/lists.js';
import type { Person } from './people.js';
import { daysAgo, type Shop, times, valid } from './shop.js';

const PROSPECT_COUNT = 15;
const LISTS: { name: string; type: string; share: number }[] = [
  { name: 'Newsletter', type: 'list', share: 0.5 },
  { name: 'Ouverture', type: 'list', share: 0.1 },
  { name: 'Actifs', type: 'segment', share: 0.3 },
];

export function seedMarketing(shop: Shop, people: readonly Person[]): void {
  seedConsents(shop, people);
  seedProspects(shop);
  const contacts = allContacts(shop);
  for (const list of LISTS) seedList(shop, list, contacts);
  seedTagsAndRejects(shop, contacts);
}

const tell = (shop: Shop, contact: Item) =>
  upsertContact(shop.sandbox, valid('contacts', contact, checkContact));

function seedConsents(shop: Shop, people: readonly Person[]): void {
  const { random } = shop;
  for (const { email } of people.filter(() => random.chance(0.4))) {
    tell(shop, { email, email_consent: random.pick(['single_optin', 'double_optin']) });
    if (random.chance(0.2)) tell(shop, { email, email_consent: 'unsubscribed' });
    if (random.chance(0.2)) tell(shop, { email, sms_consent: 'single_optin' });
  }
}

/** Contacts who are not customers. */
function seedProspects(shop: Shop): void {
  times(PROSPECT_COUNT, (n) =>
    tell(shop, {
      email: `prospect${n}@example.net`,
      language: 'fr',
      country: 'FR',
      created_on_shop_at: daysAgo(shop.random.int(1, 200)),
      email_consent: 'single_optin',
    }),
  );
}

const allContacts = ({ sandbox }: Shop): number[] =>
  contactTable(sandbox)
    .select({ where: [], orderBy: 'id', limit: -1, offset: 0 })
    .map(({ id }) => id);

function seedList(shop: Shop, list: (typeof LISTS)[number], contacts: readonly number[]): void {
  const { name, type, share } = list;
  const { id } = createList(shop.sandbox, valid('lists', { name, type }, checkList));
  for (const contact of contacts.filter(() => shop.random.chance(share))) {
    memberTable(shop.sandbox).insert([String(id), String(contact)], {});
  }
}

/** No route writes these two. */
function seedTagsAndRejects(shop: Shop, contacts: readonly number[]): void {
  const { random, sandbox } = shop;
  for (const contact of contacts) {
    const created_at = daysAgo(random.int(1, 100));
    if (random.chance(0.2)) {
      const name = random.pick(['vip', 'showroom', 'relance']);
      tagTable(sandbox).insert([String(contact)], { name, created_at });
    }
    if (random.chance(0.05)) {
      const reject = { id_contact: contact, channel: 'email', reason: 'bounce', created_at };
      rejectTable(sandbox).insert([String(contact)], reject);
    }
  }
}
