import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Document, run, runJson } from '../helpers/cli.js';
import { scaffold, type TestProject } from '../helpers/project.js';
import { openShop } from '../helpers/shop.js';

/** One project through the whole job; each test is the next step of its author. */
let shop: TestProject;
beforeAll(async () => {
  shop = await scaffold('csv');
});
afterAll(() => shop.remove());

const json = (...args: string[]) => runJson(args, { cwd: shop.path });
const rows = (name: string): Record<string, string>[] =>
  parse(readFileSync(shop.file(`data/${name}.csv`)), { columns: true, bom: true });

/** read = acknowledged + unchanged + skipped + rejected, for every step and in total. */
function expectHonestAccounts({ data }: Document) {
  for (const { counts } of [...data.steps, { counts: data.totals }])
    expect(counts.read).toBe(
      counts.acknowledged + counts.unchanged + counts.skipped + counts.rejected,
    );
}

describe('a connector from the csv template, before any install', () => {
  it('lints clean', async () => {
    const { code, document } = await json('lint');
    expect(code).toBe(0);
    expect(document).toMatchObject({
      ok: true,
      command: 'lint',
      data: { findings: [], summary: { error: 0, warning: 0, info: 0 } },
    });
  });

  it('shows what provisioning would do, and does none of it', async () => {
    const first = await json('provision', '--dry-run');
    const again = await json('provision', '--dry-run', '--detailed-exitcode');
    expect(first.code).toBe(0);
    expect(again.code).toBe(2);
    expect(again.document.data.diff).toEqual(first.document.data.diff);
    expect(first.document.data).toMatchObject({ dry_run: true, outcomes: null });
    expect(first.document.data.diff.summary.create).toBeGreaterThan(3);
  });

  it('provisions, and a second time changes nothing', async () => {
    const first = await json('provision');
    expect(first.code).toBe(0);
    const { outcomes, diff } = first.document.data;
    expect(outcomes.map(({ status }: { status: string }) => status)).toEqual(
      diff.changes.map(() => 'applied'),
    );
    const second = await json('provision');
    expect(second.code).toBe(0);
    const { unchanged, ...others } = second.document.data.diff.summary;
    expect(unchanged).toBe(diff.changes.length);
    expect(Object.values(others)).toEqual(Object.values(others).map(() => 0));
    expect((await json('provision', '--dry-run', '--detailed-exitcode')).code).toBe(0);
  });

  it('syncs every row, and accounts for each', async () => {
    const { code, document } = await json('sync', '--full');
    expect(code).toBe(0);
    expect(document.data).toMatchObject({ status: 'ok', full: true, installation_id: 'sandbox' });
    expectHonestAccounts(document);
    const read = Object.fromEntries(
      document.data.steps.map(
        ({ entity, counts }: { entity: string; counts: { read: number } }) => [entity, counts.read],
      ),
    );
    expect(read).toEqual({
      customers: rows('customers').length,
      products: rows('products').length,
      orders: new Set(rows('orders').map(({ order_id }) => order_id)).size,
      loyalty_cards: rows('loyalty_cards').length,
    });
    expect(document.data.totals.rejected).toBe(1);
  });

  it('sends nothing again at once after, but what was refused', async () => {
    const { code, document } = await json('sync');
    expect(code).toBe(0);
    expectHonestAccounts(document);
    expect(document.data.totals).toMatchObject({ acknowledged: 0, rejected: 1, requests: 1 });
    expect(document.data.totals.unchanged).toBeGreaterThan(3000);
  });

  it('has put everything but the malformed customer into the shop', async () => {
    const api = await openShop(shop.path);
    try {
      const customers = await api.all('/customers');
      const malformed = rows('customers').filter(
        ({ email = '' }) => !/^[^@\s]+@[^@\s]+\.\w+$/.test(email),
      );
      expect(malformed).toHaveLength(1);
      const expected = new Set(rows('customers').map(({ customer_id }) => customer_id));
      expected.delete(malformed[0]?.customer_id ?? '');
      expect(new Set(customers.map(({ customer_id }) => customer_id))).toEqual(expected);

      const products = await api.all('/products');
      expect(products.map(({ product_id }) => Number(product_id)).sort()).toEqual(
        rows('products')
          .map(({ product_id }) => Number(product_id))
          .sort(),
      );
      const orders = await api.all('/orders');
      expect(new Set(orders.map(({ order_id }) => order_id))).toEqual(
        new Set(rows('orders').map(({ order_id }) => order_id)),
      );
      const { body } = await api.get('/custom-data-definitions?limit=100');
      const [definition] = body.data as { id_definition: string; name: string }[];
      expect(definition?.name).toBe('Loyalty card');
      const cards = await api.all(`/custom-data-records/${definition?.id_definition}`);
      expect(new Set(cards.map(({ card_number }) => card_number))).toEqual(
        new Set(rows('loyalty_cards').map(({ card_number }) => card_number)),
      );
      // Each resolver was replaced by the canonical id of a contact.
      expect(cards.filter(({ contact }) => !Number.isInteger(contact))).toEqual([]);
      // Texts of the file arrived unchanged: accents, quotes, line breaks.
      const name = (id: unknown) =>
        products.find(({ product_id }) => String(product_id) === id)?.name;
      for (const row of rows('products')) expect(name(row.product_id)).toBe(row.name?.trim());
    } finally {
      await api.stop();
    }
  });

  it('pushes only what changed since', async () => {
    const lines = readFileSync(shop.file('data/customers.csv'), 'utf8').split('\n');
    const now = `${new Date().toISOString().slice(0, 19)}Z`;
    const changed = lines.map((line) =>
      /^C1000[12],/.test(line)
        ? line.replace(/\+\d+/, '+33100000000').replace(/[^,]+$/, now)
        : line,
    );
    writeFileSync(shop.file('data/customers.csv'), changed.join('\n'));
    const { code, document } = await json('sync');
    expect(code).toBe(0);
    expect(document.data.totals).toMatchObject({ acknowledged: 2, rejected: 1, requests: 1 });
    const api = await openShop(shop.path);
    try {
      const { body } = await api.get('/customers/C10001');
      expect(body.data).toMatchObject({ customer_id: 'C10001', phone_number: '+33100000000' });
    } finally {
      await api.stop();
    }
  });

  it('is healthy, and the overview shows the dead letter', async () => {
    const health = await json('health');
    expect(health.code).toBe(0);
    expect(health.document.data).toMatchObject({
      status: 'ok',
      db: 'ok',
      active_installations: 1,
      cursors_in_error: 0,
    });
    const { document } = await json('overview');
    expect(document.data).toMatchObject({
      installations: [{ installation_id: 'sandbox', status: 'active', last_run: { status: 'ok' } }],
      dead_letters: [{ installation_id: 'sandbox', entity: 'customers', count: 1 }],
    });
  });

  it('says the same to people, on stdout only what is the result', async () => {
    const sync = await run(['sync'], { cwd: shop.path });
    expect(sync.code).toBe(0);
    expect(sync.stdout).toMatch(/^sync of sandbox ok · run #\d+/);
    expect(sync.stdout).toContain('0 items acknowledged, 1 rejected.');
    expect(sync.stderr).toContain('customers');
    const quiet = await run(['sync', '--quiet'], { cwd: shop.path });
    // One customer is in the sample data twice.
    expect(quiet.stderr).toMatch(
      /^warning customers: 1 record has a key that already occurred in this run.*\n$/,
    );
    const overview = await run(['overview'], { cwd: shop.path });
    expect(overview.stdout).toMatch(/dead letters\n.*\n {2}sandbox +customers +1/);
    expect(overview.stdout).not.toContain('\u001B[');
    const colourful = await run(['overview'], { cwd: shop.path, env: { FORCE_COLOR: '1' } });
    expect(colourful.stdout).toContain('\u001B[1m');
  });
});

describe('a connector from the minimal template, before any install', () => {
  it('lints, provisions and syncs', async () => {
    const minimal = await scaffold('minimal');
    try {
      for (const command of ['lint', 'provision', 'sync']) {
        const { code, document } = await runJson([command], { cwd: minimal.path });
        expect({ command, code, ok: document.ok }).toEqual({ command, code: 0, ok: true });
      }
      const { document } = await runJson(['sync', '--full', '--no-skip'], { cwd: minimal.path });
      expectHonestAccounts(document);
      expect(document.data.totals.acknowledged).toBeGreaterThan(0);
    } finally {
      minimal.remove();
    }
  });
});
