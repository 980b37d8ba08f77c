// Writes the sample data of the csv template: `node scripts/dataset.js [FOLDER]`.
//
// Everything depends on one seed and not on the clock, so that every run writes the same bytes. The mistakes in the
// data are those of real exports, and are made on purpose: see the functions whose names start with "with" or
// "malformed".
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SEED = 20240101;
const CUSTOMERS = 640;
const ORDERS = 2150;
const CARDS = 380;
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1);
/** Far enough in the past that all data lies before the end of any first sync. */
const LAST_MOMENT = Date.UTC(2025, 11, 31);

// ---------------------------------------------------------------- chance

/** Mulberry32: 32 bits of state, the same numbers on every machine. */
function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = makeRandom(SEED);
const between = (low, high) => low + Math.floor(random() * (high - low + 1));
const pick = (list) => list[between(0, list.length - 1)];
const chance = (share) => random() < share;
const digits = (count) => Array.from({ length: count }, () => between(0, 9)).join('');
/** A whole second in [from, to]. */
const moment = (from, to) => from + between(0, Math.floor((to - from) / 1000)) * 1000;

// ---------------------------------------------------------------- words

const PEOPLE = {
  fr: {
    first:
      'Amélie Benoît Chloé Désiré Éloïse François Gaëlle Hélène Jérôme Léa Mathéo Noémie Océane Rémi Théo Zoé'.split(
        ' ',
      ),
    last: [
      'Lefèvre',
      'Garçon',
      'Dubois',
      'Bénard',
      "N'Diaye",
      "d'Ornano",
      'Le Goff',
      'Pâris-Lévêque',
      'Moreau',
      'Guérin',
      'Müller',
      'Çetin',
    ],
  },
  de: {
    first:
      'Jürgen Käthe Sören Björn Günther Anneliese Matthias Ursula Jörg Lena Heike Felix Mareike Torsten'.split(
        ' ',
      ),
    last: [
      'Müller',
      'Schäfer',
      'Groß',
      'Weiß',
      'Köhler',
      'von der Heide',
      'Jäger',
      'Böhm-Krüger',
      'Strauß',
      'Öztürk',
      'Lange',
    ],
  },
  es: {
    first: 'José María Íñigo Begoña Ángel Sofía Raúl Lucía Óscar Inés Martín Verónica'.split(' '),
    last: [
      'Muñoz',
      'García López',
      'Núñez',
      'Peña',
      'Ibáñez',
      'Yáñez Ortiz',
      'de la Cruz',
      'Sánchez',
      'Fariña',
    ],
  },
  it: {
    first: 'Niccolò Giulia Matteo Beatrice Dario Noè Chiara Ettore'.split(' '),
    last: ['Rossi', "D'Angelo", "Dell'Acqua", 'Forlì', 'Conti', 'Ferrarò', 'De Luca'],
  },
  pl: {
    first: 'Łukasz Zofia Paweł Małgorzata Grażyna Michał Żaneta'.split(' '),
    last: ['Wiśniewski', 'Kowalczyk', 'Wójcik', 'Żak', 'Śliwa', 'Gąsior'],
  },
  en: {
    first: 'Oliver Siobhán Zoë Harriet Liam Niamh George Priya Chloe Dafydd'.split(' '),
    last: [
      "O'Brien",
      'Smith-Jones',
      'Llewellyn',
      'Patel',
      "O'Shaughnessy",
      'Ashworth',
      'Brontë',
      'Fitzgerald',
    ],
  },
};
const COUNTRIES = ['fr', 'fr', 'fr', 'de', 'de', 'es', 'it', 'pl', 'en'];
const COMPANIES = [
  'Boulangerie "Au Bon Pain", SARL',
  'Müller & Söhne GmbH, Köln',
  'Café "L\'Étoile"',
  'Hermanos Peña, S.L.',
  'Smith, Jones & Co.',
];
const NOTES = [
  'Prefers to be called in the morning,\nbefore 10.',
  'Livraison : laisser le colis chez le gardien,\r\nporte "B".',
  'Möchte keine Werbung per Post; E-Mail ist in Ordnung.',
  'Cliente VIP, "siempre puntual"',
];

const ARTICLES = [
  ['fr', 'Théière en fonte', 3990, 'La fonte garde la chaleur.\nContenance : 0,8 l.'],
  ['fr', 'Tasse à café, lot de 4', 2490, 'Grès émaillé, "fait main" en Bourgogne.'],
  ['fr', 'Nappe en lin lavé', 5900, 'Lin français, lavable à 40 °C, sans repassage.'],
  ['fr', "Bougie « Forêt d'été »", 1990, "Cire végétale, 45 heures.\nÀ l'abri des courants d'air."],
  ['fr', 'Coussin brodé', 3450, 'Déhoussable ; garniture en plumes.'],
  ['fr', 'Vase soliflore', 2750, 'Verre soufflé à la bouche, pièce unique.'],
  [
    'de',
    'Brotkasten aus Eiche',
    6490,
    'Geölte Eiche, Größe 38 × 24 cm.\nNicht für die Spülmaschine.',
  ],
  ['de', 'Küchenschürze, groß', 2990, 'Für "Große": Länge 95 cm, Baumwolle.'],
  ['de', 'Weißweinglas', 1290, 'Kristallglas; spülmaschinenfest.'],
  ['de', 'Käsemesser-Set', 3590, 'Drei Messer, Griffe aus Nussbaum.'],
  ['es', 'Cazuela de barro', 1890, 'Apta para horno; no usar en inducción.'],
  ['es', 'Mantón de algodón', 4590, 'Tejido a mano en Peñíscola, "edición limitada".'],
  ['es', 'Botella de vidrio', 990, 'Tapón de corcho.\nCapacidad: 1 l.'],
  ['it', 'Caffettiera', 3290, 'Alluminio, 6 tazze; non per induzione.'],
  ['it', 'Tagliere in ulivo', 2890, 'Legno d\'ulivo, "ogni pezzo è diverso".'],
  ['en', 'Cast-iron pan 28 cm / 11"', 5490, 'Seasoned, ready to use.\nHand wash only.'],
  ['en', 'Wool blanket', 8900, 'Woven in Wales; 130 × 180 cm, fringed.'],
  ['en', 'Enamel mug', 1190, 'The "camp" classic, 35 cl.'],
];
const COLOURS = {
  fr: ['écru', 'bleu nuit', 'terracotta', 'vert forêt'],
  de: ['weiß', 'dunkelgrün', 'rötlich', 'schwarz'],
  es: ['añil', 'marrón', 'rojo', 'crudo'],
  it: ['bianco', 'grigio', 'rosso', 'naturale'],
  en: ['off-white', 'navy', 'rust', 'charcoal'],
};
const SIZES = ['S', 'M', 'L'];
const STORES = [
  'Lyon Bellecour',
  'Köln Altstadt',
  'Málaga Centro',
  'Bruxelles "Sablon", 2e étage',
  '',
];

// ---------------------------------------------------------------- customers

function makeCustomers() {
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => makeCustomer(index));
  return withDuplicate(withMalformedEmail(customers));
}

function makeCustomer(index) {
  const country = pick(COUNTRIES);
  const first = pick(PEOPLE[country].first);
  const last = pick(PEOPLE[country].last);
  const created = moment(FIRST_DAY, LAST_MOMENT - 60 * DAY);
  const optIn = chance(0.6);
  return {
    customer_id: `C${10001 + index}`,
    email: `${ascii(first)}.${ascii(last)}${index + 1}@example.${pick(['com', 'net', 'org'])}`,
    first_name: first,
    last_name: last,
    company: chance(0.08) ? pick(COMPANIES) : '',
    phone: chance(0.9) ? phone(country) : '',
    birth_date: chance(0.45)
      ? dayOf(Date.UTC(between(1940, 2004), between(0, 11), between(1, 28)))
      : '',
    // Empty for customers who never chose one.
    language: chance(0.1) ? '' : country,
    newsletter: optIn && chance(0.7) ? '1' : '0',
    opt_in: optIn ? '1' : '0',
    active: chance(0.96) ? '1' : '0',
    note: chance(0.06) ? pick(NOTES) : '',
    created,
    updated: updatedAfter(created),
  };
}

/** Numbers that regulators reserve for fiction; not every country has some. */
function phone(country) {
  if (country === 'fr') return `+3363998${digits(4)}`;
  if (country === 'de') return `+493023125${digits(3)}`;
  return country === 'en' ? `+447700900${digits(3)}` : '';
}

/** One invalid address. Its customer has neither orders nor a card. */
function withMalformedEmail(customers) {
  const customer = customers[411];
  customer.email = customer.email.replace('@', '.');
  customer.malformed = true;
  return customers;
}

/** One row that the export wrote twice. */
function withDuplicate(customers) {
  customers.splice(230, 0, customers[228]);
  return customers;
}

// ---------------------------------------------------------------- products

function makeProducts() {
  const products = [];
  for (const article of ARTICLES) {
    for (const colour of COLOURS[article[0]]) {
      for (const size of SIZES)
        products.push(makeProduct(article, colour, size, 1001 + products.length));
    }
  }
  return products;
}

function makeProduct([language, name, cents, description], colour, size, id) {
  const created = moment(FIRST_DAY, FIRST_DAY + 90 * DAY);
  const price = cents + SIZES.indexOf(size) * 500;
  return {
    product_id: String(id),
    sku: `${ascii(name).slice(0, 6).toUpperCase()}-${ascii(colour).slice(0, 3).toUpperCase()}-${size}`,
    ean13: chance(0.9) ? ean13(id) : '',
    name: `${name}, ${colour}, ${size}`,
    description,
    short_description: chance(0.5) ? description.split(/[.;:\n]/)[0] : '',
    url: `https://shop.example.com/${language}/p/${id}`,
    image_url: chance(0.93) ? `https://cdn.example.com/img/${id}.jpg` : '',
    language: chance(0.05) ? '' : language,
    currency: chance(0.05) ? '' : 'EUR',
    price,
    sale: chance(0.2) ? Math.round(price * 0.8) : null,
    stock: chance(0.08) ? 0 : between(1, 250),
    active: chance(0.95) ? '1' : '0',
    created,
    updated: updatedAfter(created),
  };
}

/** With a check digit and a leading zero, which a spreadsheet would drop. */
function ean13(id) {
  const body = `0376${String(id).padStart(8, '0')}`;
  const sum = [...body].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return body + String((10 - (sum % 10)) % 10);
}

// ---------------------------------------------------------------- orders

function makeOrders(customers, products) {
  const buyers = customers.filter((customer) => !customer.malformed);
  const drafts = Array.from({ length: ORDERS }, () => {
    const customer = pick(buyers);
    return {
      customer,
      created: moment(Math.max(customer.created, FIRST_DAY + 91 * DAY), LAST_MOMENT - 20 * DAY),
    };
  });
  drafts.sort((a, b) => a.created - b.created);
  return withUnsortedStretch(drafts.map((draft, index) => makeOrder(draft, index, products)));
}

function makeOrder({ customer, created }, index, products) {
  const lines = makeLines(products);
  const goods = sum(lines, (line) => line.quantity * line.unit);
  const goodsWithoutTax = sum(lines, (line) => line.quantity * withoutTax(line.unit));
  const shipping = goods > 6000 ? 0 : 490;
  const voucher = chance(0.12) && goods > 2000 ? pick(VOUCHERS) : null;
  const status = pick(STATUSES);
  return {
    order_id: `A${200001 + index}`,
    status,
    customer,
    lines,
    shipping,
    total: goods + shipping - (voucher?.value ?? 0),
    totalWithoutTax: goodsWithoutTax + withoutTax(shipping) - withoutTax(voucher?.value ?? 0),
    voucher,
    tracking: ['shipped', 'delivered'].includes(status) ? `6A${digits(11)}` : '',
    created,
    updated: chance(0.05) ? null : moment(created, created + 15 * DAY),
  };
}

const STATUSES = [
  'pending',
  'paid',
  'shipped',
  'shipped',
  'delivered',
  'delivered',
  'delivered',
  'delivered',
  'cancelled',
  'refunded',
];
const VOUCHERS = [
  { code: 'BIENVENUE5', value: 500 },
  { code: 'SOMMER-24', value: 750 },
  { code: 'AÑO NUEVO, 10', value: 1000 },
];

function makeLines(products) {
  const chosen = new Set(Array.from({ length: pick([1, 1, 1, 2, 2, 3, 4]) }, () => pick(products)));
  return [...chosen].map((product) => ({
    product,
    quantity: pick([1, 1, 1, 1, 2, 2, 3]),
    unit: product.sale ?? product.price,
  }));
}

/** Some orders that the export wrote in another order; the lines of each order stay together. */
function withUnsortedStretch(orders) {
  const from = 900;
  const to = 960;
  for (let last = to - 1; last > from; last--) {
    const other = between(from, last);
    [orders[last], orders[other]] = [orders[other], orders[last]];
  }
  return orders;
}

// ---------------------------------------------------------------- loyalty cards

const TIERS = [
  ['bronze', 0],
  ['silver', 500],
  ['gold', 2000],
  ['platinum', 6000],
];

function makeCards(customers) {
  const holders = shuffled([...new Set(customers)].filter((customer) => !customer.malformed));
  return holders.slice(0, CARDS).map((customer, index) => makeCard(customer, index));
}

function makeCard(customer, index) {
  const joined = moment(customer.created, LAST_MOMENT - 30 * DAY);
  const points = pick([
    between(0, 499),
    between(500, 1999),
    between(2000, 5999),
    between(6000, 15000),
  ]);
  const [tier] = TIERS.findLast(([, from]) => points >= from);
  return {
    card_number: `LC-${String(700001 + index)}`,
    customer_id: customer.customer_id,
    tier,
    points: String(points),
    credit: chance(0.5) ? between(1, 9000) : 0,
    member_since: dayOf(joined),
    last_used: chance(0.8) ? moment(joined, LAST_MOMENT) : null,
    active: chance(0.94) ? '1' : '0',
    store: pick(STORES),
    note: chance(0.05) ? pick(NOTES) : '',
    created: joined,
    updated: updatedAfter(joined),
  };
}

// ---------------------------------------------------------------- small parts

function shuffled(list) {
  for (let last = list.length - 1; last > 0; last--) {
    const other = between(0, last);
    [list[last], list[other]] = [list[other], list[last]];
  }
  return list;
}

function sum(list, value) {
  return list.reduce((total, item) => total + value(item), 0);
}

/** Cents without 20% tax. */
function withoutTax(cents) {
  return Math.round(cents / 1.2);
}

/** null for a row that never changed: its cell is empty in the export. */
function updatedAfter(created) {
  return chance(0.15) ? null : moment(created, LAST_MOMENT);
}

function ascii(text) {
  const plain = text.replaceAll('ß', 'ss').replaceAll(/[Łł]/g, 'l').normalize('NFD');
  return plain.replaceAll(/[^a-zA-Z0-9]/g, '').toLowerCase();
}

const isoTime = (time) => (time === null ? '' : new Date(time).toISOString().replace('.000Z', 'Z'));
const dayOf = (time) => new Date(time).toISOString().slice(0, 10);
const money = (cents) => (cents === null ? '' : (cents / 100).toFixed(2));

// ---------------------------------------------------------------- files

function customerRow({ created, updated, malformed, ...row }) {
  return { ...row, created_at: isoTime(created), updated_at: isoTime(updated) };
}

function productRow({ price, sale, stock, active, created, updated, ...row }) {
  return {
    ...row,
    price: money(price),
    sale_price: money(sale),
    stock: String(stock),
    active,
    created_at: isoTime(created),
    updated_at: isoTime(updated),
  };
}

function orderRows(order) {
  return order.lines.map((line, index) => ({
    order_id: order.order_id,
    line_number: String(index + 1),
    line_count: String(order.lines.length),
    status: order.status,
    customer_id: order.customer.customer_id,
    customer_email: order.customer.email,
    customer_since: isoTime(order.customer.created),
    language: order.customer.language,
    currency: 'EUR',
    product_id: line.product.product_id,
    product_name: line.product.name,
    quantity: String(line.quantity),
    unit_price: money(line.unit),
    unit_price_without_tax: money(withoutTax(line.unit)),
    shipping: money(order.shipping),
    shipping_without_tax: money(withoutTax(order.shipping)),
    total: money(order.total),
    total_without_tax: money(order.totalWithoutTax),
    voucher_code: order.voucher?.code ?? '',
    voucher_value: order.voucher ? money(order.voucher.value) : '',
    tracking_number: order.tracking,
    created_at: isoTime(order.created),
    updated_at: isoTime(order.updated),
  }));
}

function cardRow({ credit, last_used, active, store, note, created, updated, ...row }) {
  return {
    ...row,
    credit: money(credit),
    last_used_at: isoTime(last_used),
    active,
    store,
    note,
    created_at: isoTime(created),
    updated_at: isoTime(updated),
  };
}

function toCsv(rows, { bom = false, lineEnd = '\n' } = {}) {
  const names = Object.keys(rows[0]);
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return (
    (bom ? '\uFEFF' : '') + lines.map((cells) => cells.map(quoted).join(',') + lineEnd).join('')
  );
}

function quoted(cell) {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const customers = makeCustomers();
const products = makeProducts();
const orders = makeOrders(customers, products);
const cards = makeCards(customers);

const files = {
  'customers.csv': toCsv(customers.map(customerRow), { bom: true }),
  'products.csv': toCsv(products.map(productRow)),
  'orders.csv': toCsv(orders.flatMap(orderRows)),
  'loyalty_cards.csv': toCsv(cards.map(cardRow), { lineEnd: '\r\n' }),
};

const folder = resolve(
  process.argv[2] ?? fileURLToPath(new URL('../templates/csv/data', import.meta.url)),
);
mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
