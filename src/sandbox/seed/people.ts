/** The customers of a seeded shop, and the people who only read its newsletter. */

import { addresses } from '../resources/addresses.js';
import { customers } from '../resources/customers.js';
import { groups } from '../resources/groups.js';
import { newsletterSubscribers } from '../resources/newsletter-subscribers.js';
import { daysAgo, type Shop, times } from './shop.js';
import { CITIES, FIRST_NAMES, GROUPS, LANGS, LAST_NAMES, STREETS } from './words.js';

const CUSTOMER_COUNT = 120;
const SUBSCRIBER_COUNT = 25;

/** The facts about a customer that orders, carts and consents use. */
export interface Person {
  customer_id: string;
  email: string;
  lang: string;
  created_at: string;
  /** Days before the current day of the seeded shop. */
  age: number;
  addresses: number[];
}

export function seedPeople(shop: Shop): Person[] {
  seedGroups(shop);
  seedSubscribers(shop);
  return times(CUSTOMER_COUNT, (n) => seedCustomer(shop, n));
}

function seedGroups(shop: Shop): void {
  const items = GROUPS.flatMap(([group_id, name]) =>
    LANGS.map((lang) => ({
      group_id,
      lang,
      name: name[lang],
      created_at: daysAgo(400),
      updated_at: daysAgo(400),
    })),
  );
  shop.save(groups, items);
}

function seedSubscribers(shop: Shop): void {
  const { random } = shop;
  const items = times(SUBSCRIBER_COUNT, (n) => ({
    email: `reader${n}@example.org`,
    is_subscribed: random.chance(0.9),
    first_name: '',
    last_name: '',
    postal_code: random.pick(CITIES).postal_code,
    lang: random.pick(LANGS),
    updated_at: daysAgo(random.int(1, 300)),
  }));
  shop.save(newsletterSubscribers, items);
}

function seedCustomer(shop: Shop, n: number): Person {
  const { random } = shop;
  const first_name = random.pick(FIRST_NAMES);
  const last_name = random.pick(LAST_NAMES);
  const age = random.int(30, 365);
  const person: Person = {
    customer_id: `c${n}`,
    email: `${mailName(first_name)}.${mailName(last_name)}.${n}@example.com`,
    lang: random.pick(LANGS),
    created_at: daysAgo(age),
    age,
    addresses: times(random.int(1, 2), (which) => n * 10 + which),
  };
  const { customer_id, email, lang, created_at } = person;
  const birth = `${random.int(1950, 2004)}-0${random.int(1, 9)}-${random.int(10, 28)}`;
  shop.save(customers, [
    {
      customer_id,
      email,
      phone_number: random.chance(0.7) ? `+336${String(10_000_000 + n)}` : null,
      first_name,
      last_name,
      birth_date: random.chance(0.5) ? birth : null,
      is_opt_in: random.chance(0.3),
      is_newsletter_subscribed: random.chance(0.6),
      lang,
      group_ids: [random.pick(GROUPS)[0]],
      is_active: random.chance(0.97),
      created_at,
      updated_at: created_at,
    },
  ]);
  seedAddresses(shop, person, first_name, last_name);
  return person;
}

function seedAddresses(shop: Shop, person: Person, first_name: string, last_name: string): void {
  const { random } = shop;
  const items = person.addresses.map((address_id) => ({
    customer_id: person.customer_id,
    address_id,
    first_name,
    last_name,
    primary_phone: null,
    address_line_1: `${random.int(1, 120)} ${random.pick(STREETS)}`,
    ...random.pick(CITIES),
    is_active: true,
  }));
  shop.save(addresses, items);
}

/** `Élise` has the address `elise@`. */
const mailName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\P{ASCII}/gu, '')
    .toLowerCase();
