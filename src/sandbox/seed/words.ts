/** The words of a seeded shop. Visible names are in each of the shop's languages. */

export const LANGS = ['fr', 'en'] as const;
export type Lang = (typeof LANGS)[number];
export type Words = Readonly<Record<Lang, string>>;
type Some<T> = readonly [T, ...T[]];

const words = (fr: string, en: string): Words => ({ fr, en });

export const GROUPS: Some<[string, Words]> = [
  ['retail', words('Particuliers', 'Retail')],
  ['pro', words('Professionnels', 'Trade')],
  ['vip', words('Clients fidèles', 'Loyal customers')],
];

export const STATUSES: Some<[string, Words]> = [
  ['pending', words('En attente de paiement', 'Awaiting payment')],
  ['paid', words('Paiement accepté', 'Payment accepted')],
  ['shipped', words('Expédiée', 'Shipped')],
  ['delivered', words('Livrée', 'Delivered')],
  ['cancelled', words('Annulée', 'Cancelled')],
];

export const CARRIERS: Some<[string, string]> = [
  ['post', 'La Poste'],
  ['relay', 'Point relais'],
  ['express', 'Express 24 h'],
];

export const MANUFACTURERS: Some<string> = ['Atelier Nord', 'Brume', 'Casa Lino', 'Dune', 'Écorce'];

/** Roots first: a parent is an index into this very list. */
export const CATEGORIES: Some<{ name: Words; parent?: number }> = [
  { name: words('Maison', 'Home') },
  { name: words('Cuisine', 'Kitchen') },
  { name: words('Linge', 'Linen'), parent: 0 },
  { name: words('Luminaires', 'Lighting'), parent: 0 },
  { name: words('Vaisselle', 'Tableware'), parent: 1 },
  { name: words('Ustensiles', 'Utensils'), parent: 1 },
];

/** The category is an index into the list above. */
export const PRODUCTS: Some<{ name: Words; category: number }> = [
  { name: words('Lampe', 'Lamp'), category: 3 },
  { name: words('Bol', 'Bowl'), category: 4 },
  { name: words('Nappe', 'Tablecloth'), category: 2 },
  { name: words('Plaid', 'Throw'), category: 2 },
  { name: words('Couteau', 'Knife'), category: 5 },
  { name: words('Carafe', 'Carafe'), category: 4 },
];

export const STYLES: Some<Words> = [
  words('bleu', 'blue'),
  words('sable', 'sand'),
  words('vert', 'green'),
  words('rayé', 'striped'),
  words('mat', 'matt'),
  words('ancien', 'vintage'),
];

export const SIZES: Some<Words> = [
  words('petit', 'small'),
  words('moyen', 'medium'),
  words('grand', 'large'),
];

export const FIRST_NAMES: Some<string> = [
  'Ada',
  'Bruno',
  'Chloé',
  'David',
  'Élise',
  'Farid',
  'Grace',
  'Hugo',
  'Inès',
  'Jonas',
  'Karin',
  'Léo',
];

export const LAST_NAMES: Some<string> = [
  'Bernard',
  'Costa',
  'Dubois',
  'Evans',
  'Fontaine',
  'Garcia',
  'Haddad',
  'Keller',
  'Lambert',
  'Moreau',
  'Nguyen',
  'Rossi',
];

export const CITIES: Some<{ city: string; postal_code: string; country: string }> = [
  { city: 'Paris', postal_code: '75011', country: 'FR' },
  { city: 'Lyon', postal_code: '69002', country: 'FR' },
  { city: 'Lille', postal_code: '59000', country: 'FR' },
  { city: 'Bruxelles', postal_code: '1000', country: 'BE' },
  { city: 'Genève', postal_code: '1204', country: 'CH' },
  { city: 'London', postal_code: 'E1 6AN', country: 'GB' },
];

export const STREETS: Some<string> = ['rue des Lilas', 'rue du Port', 'avenue Foch', 'High Street'];
