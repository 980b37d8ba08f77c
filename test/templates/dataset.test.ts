import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** Parses the sample data with its own parser, so that a fault in the template's reader cannot hide one here. */

const folder = fileURLToPath(new URL('../../templates/csv/data', import.meta.url));
const generator = fileURLToPath(new URL('../../scripts/dataset.js', import.meta.url));

type Row = Record<string, string>;

const bytes = (name: string) => readFileSync(join(folder, name));
const hasMark = (name: string) =>
  bytes(name)
    .subarray(0, 3)
    .equals(Buffer.from([0xef, 0xbb, 0xbf]));

function parse(text: string): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    if (end === '' && cells.length === 0) break;
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    records.push(cells);
    cells = [];
  }
  return records;
}

function read(name: string): Row[] {
  const [header = [], ...records] = parse(
    bytes(name)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );
  return records.map((record) => {
    expect(record, name).toHaveLength(header.length);
    return Object.fromEntries(header.map((column, index) => [column, record[index] ?? '']));
  });
}

const customers = read('customers.csv');
const products = read('products.csv');
const orderLines = read('orders.csv');
const cards = read('loyalty_cards.csv');
const all = [...customers, ...products, ...orderLines, ...cards];
const everyCell = all.flatMap((row) => Object.values(row));

const byCustomer = new Map(customers.map((row) => [row.customer_id, row]));
const byProduct = new Map(products.map((row) => [row.product_id, row]));
const byOrder = new Map<string, Row[]>();
for (const row of orderLines) {
  const { order_id = '' } = row;
  byOrder.set(order_id, [...(byOrder.get(order_id) ?? []), row]);
}

const cents = (text = '') => Math.round(Number(text) * 100);
const isAddress = (text = '') => /^[\w.]+@[\w-]+(\.[\w-]+)+$/.test(text);

test('the generator writes the same bytes again', () => {
  const again = mkdtempSync(join(tmpdir(), 'spm-dataset-'));
  expect(spawnSync(process.execPath, [generator, again]).status).toBe(0);
  expect(readdirSync(again).sort()).toEqual(readdirSync(folder).sort());
  for (const name of readdirSync(again)) {
    expect(readFileSync(join(again, name)).equals(bytes(name)), name).toBe(true);
  }
});

test('there is enough of everything, in files of moderate size', () => {
  expect(byCustomer.size).toBeGreaterThanOrEqual(500);
  expect(byProduct.size).toBeGreaterThanOrEqual(200);
  expect(byOrder.size).toBeGreaterThanOrEqual(2000);
  expect(cards.length).toBeGreaterThanOrEqual(300);
  const size = readdirSync(folder).reduce((sum, name) => sum + bytes(name).length, 0);
  expect(size).toBeLessThan(1_500_000);
});

describe('the dirt of real exports', () => {
  test('exactly one e-mail address is none, and nothing refers to its customer', () => {
    const wrong = customers.filter((row) => !isAddress(row.email));
    expect(wrong).toHaveLength(1);
    const id = wrong[0]?.customer_id;
    expect([...orderLines, ...cards].filter((row) => row.customer_id === id)).toEqual([]);
  });

  test('exactly one customer is there twice, the same in every cell', () => {
    const rows = customers.map((row) => JSON.stringify(row));
    expect(rows.filter((row, index) => rows.indexOf(row) !== index)).toHaveLength(1);
    expect(byCustomer.size).toBe(customers.length - 1);
  });

  test('one file has a byte order mark', () => {
    expect(readdirSync(folder).filter(hasMark)).toEqual(['customers.csv']);
  });

  test('one file has CRLF line ends', () => {
    const isCrlf = (name: string) => /^[^\n]*\r\n/.test(bytes(name).toString('utf8'));
    expect(readdirSync(folder).filter(isCrlf)).toEqual(['loyalty_cards.csv']);
  });

  test('the orders have one unsorted stretch', () => {
    const created = [...byOrder.values()].map(([line]) => line?.created_at ?? '');
    const steps = created.flatMap((date, index) =>
      date < (created[index - 1] ?? '') ? [index] : [],
    );
    const [first = 0, last = 0] = [steps.at(0), steps.at(-1)];
    expect(steps.length).toBeGreaterThan(5);
    expect(last - first).toBeLessThan(100);
  });

  test.each([
    ['an accent of French', /[éèçî]/],
    ['of German', /[äöüß]/],
    ['of Spanish', /[ñíú]/],
    ['of Polish', /[łśż]/],
    ['a quote', /"/],
    ['a delimiter', /,/],
    ['a line break', /\n/],
    ['an apostrophe', /'/],
    ['nothing at all', /^$/],
  ])('cells hold %s', (_, pattern) => {
    expect(everyCell.some((cell) => pattern.test(cell))).toBe(true);
  });

  test('some rows of each file were never updated, and all were created', () => {
    for (const rows of [customers, products, orderLines, cards]) {
      expect(rows.some((row) => row.updated_at === '')).toBe(true);
      expect(rows.every((row) => row.created_at !== '')).toBe(true);
    }
  });
});

test('every date lies between 2024-01-01 and 2026-10-31, and updates follow creations', () => {
  for (const row of all) {
    const dates = Object.entries(row).filter(([name]) => /_at$|_since$/.test(name));
    for (const [name, date] of dates) {
      if (date === '') continue;
      expect(date >= '2024-01-01' && date < '2026-11-01', `${name} ${date}`).toBe(true);
      expect(new Date(date).toISOString().slice(0, 10)).toBe(date.slice(0, 10));
    }
    if (row.updated_at) expect(row.updated_at >= (row.created_at ?? '')).toBe(true);
  }
});

test('orders and cards belong to customers of the file, orders to products of the file', () => {
  for (const row of orderLines) {
    const customer = byCustomer.get(row.customer_id);
    expect(customer?.email).toBe(row.customer_email);
    expect(customer?.created_at).toBe(row.customer_since);
    expect(row.created_at && customer?.created_at && row.created_at >= customer.created_at).toBe(
      true,
    );
    expect(byProduct.get(row.product_id)?.name).toBe(row.product_name);
  }
  for (const row of cards) expect(byCustomer.has(row.customer_id)).toBe(true);
  expect(new Set(cards.map((row) => row.card_number)).size).toBe(cards.length);
  expect(byProduct.size).toBe(products.length);
});

test('the lines of an order stand together and are all there', () => {
  let previous = '';
  const seen = new Set<string>();
  for (const { order_id = '' } of orderLines) {
    if (order_id !== previous) expect(seen.has(order_id), order_id).toBe(false);
    seen.add(order_id);
    previous = order_id;
  }
  for (const lines of byOrder.values()) {
    expect(lines.map((line) => Number(line.line_number))).toEqual(
      lines.map((_, index) => index + 1),
    );
    expect(lines.every((line) => Number(line.line_count) === lines.length)).toBe(true);
  }
});

test.each([
  ['unit_price', 'shipping', 'total', (voucher: number) => voucher],
  [
    'unit_price_without_tax',
    'shipping_without_tax',
    'total_without_tax',
    (voucher: number) => Math.round(voucher / 1.2),
  ],
])(
  'the lines of every order (%s), %s and voucher add up to its %s',
  (price, shipping, total, reduction) => {
    for (const [id, lines] of byOrder) {
      const goods = lines.reduce(
        (sum, line) => sum + Number(line.quantity) * cents(line[price]),
        0,
      );
      const first = lines[0] ?? {};
      const expected = goods + cents(first[shipping]) - reduction(cents(first.voucher_value));
      expect(cents(first[total]), id).toBe(expected);
    }
  },
);

test('the check digits of the EANs are right, and leading zeros were kept', () => {
  for (const { ean13 } of products) {
    if (!ean13) continue;
    const digits = [...ean13].map(Number);
    const sum = digits.reduce(
      (total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3),
      0,
    );
    expect(digits).toHaveLength(13);
    expect(sum % 10).toBe(0);
    expect(ean13).toMatch(/^0/);
  }
});
