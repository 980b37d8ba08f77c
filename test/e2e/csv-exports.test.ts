/** Files as shops export them, through the built binary, with a connector from the csv template. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { scaffold, type TestProject } from '../helpers/project.js';
import { openShop } from '../helpers/shop.js';

let shop: TestProject;
beforeEach(async () => {
  shop = await scaffold('csv');
});
afterEach(() => shop.remove());

const HEADER =
  'customer_id,email,first_name,last_name,phone,birth_date,language,newsletter,opt_in,active,created_at,updated_at';

/** A row of customers.csv, with the tested value in it. */
function customer(id: string, cells: Record<string, string> = {}): string {
  const row: Record<string, string> = {
    ...{ customer_id: id, email: `${id.replaceAll(/\W/g, '')}@example.com`, first_name: 'Zoë' },
    ...{ last_name: 'Blanc', language: 'fr', newsletter: '1', opt_in: '0', active: '1' },
    ...{ created_at: '2024-01-02T03:04:05Z', ...cells },
  };
  return HEADER.split(',')
    .map((name) => row[name] ?? '')
    .join(',');
}

const write = (name: string, content: string | Buffer) =>
  writeFileSync(shop.file(`data/${name}`), content);
const settings = (more: Record<string, string>) =>
  writeFileSync(shop.file('fixtures/settings.json'), JSON.stringify(more));

async function sync(only: string, ...args: string[]) {
  const cwd = shop.path;
  const { code, document } = await runJson(['sync', '--only', only, ...args], { cwd });
  const [step] = document.data.steps;
  const errors: string[] = step.errors.flatMap((error: string) => error.split('\n'));
  return { code, step, errors, warnings: step.warnings as string[] };
}

async function provision() {
  expect((await run(['provision'], { cwd: shop.path })).code).toBe(0);
}

/** The records of the shop, by key. */
async function inShop<T = Record<string, unknown>>(resource: string, key: string) {
  const api = await openShop(shop.path);
  try {
    const rows = await api.all(`/${resource}`);
    return new Map(rows.map((row) => [String(row[key]), row as T]));
  } finally {
    await api.stop();
  }
}

it('reads what can be read, and names the rest with file and line', async () => {
  await provision();
  const blank = ','.repeat(11);
  write(
    'customers.csv',
    [
      `${HEADER}\r\n`,
      `${customer('good-2')}\n`,
      `${customer('good-3', { first_name: 'Anne "Nan"' })}\r\n`,
      `${customer('1.00E+12')}\r`,
      `${customer('9,4E+12'.replace(',', '.'))}\n`,
      `${customer('1E12')}\n`,
      `${blank}\r\n`,
      `   \n`,
      `" ",""${','.repeat(10)}\n`,
      `${customer('open-10', { first_name: '"Zo' })}\n`,
      `${customer('good-11', { phone: 'NULL', birth_date: '0000-00-00', last_name: '\\N' })}\n`,
      `${customer('after-12', { first_name: '"Zo" ë' })}\r\n`,
      `${customer('good-13', { updated_at: '2026-11-01 10:00:00 +0100' })}\r\n`,
      `${customer('good-14', { updated_at: '2026-11-01 10:00:00.123456+00' })}\n`,
      `${customer('good-15', { updated_at: '2026-11-01 10:00:00 UTC', created_at: '0000-00-00 00:00:00' })}\n`,
      `${customer('good-16', { updated_at: '2062-05-06' })}\n`,
      `${customer('bad-17', { updated_at: '2026-11-31' })}\n`,
      `${customer('good-18', { first_name: '"two\r\nlines"' })}\n`,
      customer('good-20'),
      '\x1A',
    ].join(''),
  );
  const { code, step, errors } = await sync('customers');
  expect(code).toBe(1);
  expect(errors.map((error) => error.split(/(?<=:\d+): /)[0])).toEqual([
    'customers.csv:4',
    'customers.csv:5',
    'customers.csv:6',
    'customers.csv:10',
    'customers.csv:12',
    'customers.csv:17',
  ]);
  expect(errors[0]).toContain('scientific notation');
  expect(step.counts).toMatchObject({ read: 9, acknowledged: 9 });
  const customers = await inShop('customers', 'customer_id');
  expect([...customers.keys()].sort()).toEqual(
    [2, 3, 11, 13, 14, 15, 16, 18, 20].map((line) => `good-${line}`).sort(),
  );
  expect(customers.get('good-3')).toMatchObject({ first_name: 'Anne "Nan"' });
  expect(customers.get('good-11')).toMatchObject({
    phone_number: null,
    birth_date: null,
    last_name: '',
  });
  expect(customers.get('good-13')).toMatchObject({ updated_at: '2026-11-01T09:00:00.000Z' });
  expect(customers.get('good-16')).toMatchObject({ updated_at: '2062-05-06T00:00:00.000Z' });
});

it('pushes rows that reach the file after the cursor has passed their date', async () => {
  await provision();
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const first = [HEADER, customer('one'), customer('two', { created_at: ago(1) })];
  write('customers.csv', `${first.join('\n')}\n`);
  expect((await sync('customers', '--full')).step.counts).toMatchObject({ acknowledged: 2 });
  const late = [
    customer('late', { created_at: ago(2) }),
    customer('old', { created_at: '2019-05-06' }),
    customer('day', { created_at: ago(0).slice(0, 10) }),
    customer('future', { created_at: '2062-01-01' }),
    customer('undated', { created_at: '' }),
  ];
  write('customers.csv', `${[...first, ...late].join('\n')}\n`);
  const second = await sync('customers');
  expect(second.step).toMatchObject({ status: 'ok', counts: { acknowledged: 5, unchanged: 2 } });
  expect((await inShop('customers', 'customer_id')).size).toBe(7);
  // Another name with the same old date.
  const changed = [HEADER, customer('one', { first_name: 'Zora' }), ...first.slice(2), ...late];
  write('customers.csv', `${changed.join('\n')}\n`);
  const third = await sync('customers');
  expect(third.step).toMatchObject({ counts: { acknowledged: 1, unchanged: 6 }, requests: 1 });
});

it('counts and names keys that come twice', async () => {
  await provision();
  const rows = [
    customer('a'),
    customer('b'),
    customer('a', { first_name: 'Last' }),
    customer('a', { first_name: 'Last' }),
    customer('b'),
  ];
  write('customers.csv', `${HEADER}\n${rows.join('\n')}\n`);
  const { step, warnings } = await sync('customers');
  expect(step).toMatchObject({ status: 'ok', duplicates: { count: 3, keys: ['a', 'b'] } });
  expect(warnings.join()).toContain('3 records have a key that already occurred in this run');
  expect((await inShop('customers', 'customer_id')).get('a')).toMatchObject({ first_name: 'Last' });
});

it('takes the dates of rows for --since and --until, and counts what lies outside', async () => {
  await provision();
  const rows = [
    customer('before', { updated_at: '2026-11-09' }),
    customer('touching', { updated_at: '2026-11-10' }),
    customer('second', { updated_at: '2026-11-10 12:00:00' }),
    customer('after', { updated_at: '2026-11-12' }),
    customer('future', { updated_at: '2062-11-12' }),
  ];
  write('customers.csv', `${HEADER}\n${rows.join('\n')}\n`);
  const bounds = ['--since', '2026-11-10 12:00:00.5 +0000', '--until', '2026-11-12T00:00:00Z'];
  const { step } = await sync('customers', ...bounds);
  expect(step).toMatchObject({ outside: 3, counts: { read: 5, acknowledged: 2, skipped: 3 } });
  expect([...(await inShop('customers', 'customer_id')).keys()].sort()).toEqual([
    'second',
    'touching',
  ]);
});

it.each([
  // The template's own tests cover every encoding.
  ['utf-8', 'gzip of utf-16', (text: string) => gzipSync(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
  [
    'windows-1252',
    'windows-1252',
    (text: string) => Buffer.from(text.replaceAll('€', '\x80'), 'latin1'),
  ],
])('reads with the setting %s a file in %s', async (encoding, _, encode) => {
  await provision();
  settings({ encoding, delimiter: ';', decimal: ',', dates: 'dmy', time_zone: 'Europe/Paris' });
  const header =
    'product_id;sku;ean13;name;description;short_description;url;image_url;language;currency;price;sale_price;stock;active;created_at;updated_at';
  const row =
    '7;M;;Crème 5 €;x;;https://e.example.com/7;;fr;EUR;1.234,50;12,5;3;1;31/07/2026 14:30;';
  write('products.csv', encode(`sep=;\n${header}\n${row}\n`));
  const { errors, step } = await sync('products');
  expect(errors).toEqual([]);
  expect(step.counts).toMatchObject({ acknowledged: 1 });
  expect((await inShop('products', 'product_id')).get('7')).toMatchObject({
    name: 'Crème 5 €',
    price: 1234.5,
    price_discount: 12.5,
    created_at: '2026-07-31T12:30:00.000Z',
  });
});

it('reads several files by pattern, and order lines that stand apart', async () => {
  await provision();
  settings({ customers_file: 'customers-*.csv' });
  write('customers-2026-01.csv', `${HEADER}\n${customer('jan')}\n`);
  write('customers-2026-02.csv.gz', gzipSync(`${HEADER}\n${customer('feb')}\nbad\n`));
  const { errors, step } = await sync('customers');
  expect(step.counts).toMatchObject({ acknowledged: 2 });
  expect(errors.join()).toContain('customers-2026-02.csv.gz:3');

  const header =
    'order_id,line_number,line_count,status,customer_id,customer_email,customer_since,language,currency,product_id,quantity,unit_price,unit_price_without_tax,shipping,shipping_without_tax,total,total_without_tax,voucher_code,voucher_value,tracking_number,created_at,updated_at';
  const line = (order: string, number: number, count: number) =>
    `${order},${number},${count},paid,jan,jan@example.com,,fr,EUR,7,1,1,1,0,0,1,1,,,,2026-01-01,`;
  const lines = [
    line('A', 1, 2),
    line('B', 2, 2),
    line('C', 1, 2),
    line('B', 1, 2),
    line('A', 2, 2),
  ];
  write('orders.csv', `${header}\n${lines.join('\n')}\n`);
  const orders = await sync('orders');
  expect(orders.step.counts).toMatchObject({ acknowledged: 2 });
  expect(orders.errors).toHaveLength(1);
  expect(orders.errors[0]).toMatch(/^orders\.csv:4: order C has 2 lines/);
});
