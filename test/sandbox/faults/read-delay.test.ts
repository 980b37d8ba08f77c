import {
  SpmCarts,
  SpmContacts,
  SpmCustomDataDefinitions,
  SpmCustomDataRecords,
  SpmCustomers,
  SpmEvents,
  SpmOrders,
  SpmProducts,
} from '@shopimind/sdk-js';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadDelay } from '../../../src/sandbox/faults/read-delay.ts';
import { Table } from '../../../src/sandbox/table.ts';
import { call, customer, definition, one, order, product, rig, rows } from '../fixtures.ts';

/** A sandbox that shows writes after two seconds, and a function that moves its clock. */
async function delayed() {
  const time = { now: 1_000_000 };
  const { sandbox, client } = await rig({ readDelay: '2s', now: () => time.now });
  const names = async () =>
    rows(await call(SpmCustomers.list(client))).map((row) => row.first_name);
  return { time, sandbox, client, names };
}

describe('a read delay', () => {
  it('hides a new row until its time has come', async () => {
    const { time, sandbox, client, names } = await delayed();
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    expect(sandbox.state.count('customers')).toBe(1);
    expect(await names()).toEqual([]);
    expect(await call(SpmCustomers.get(client, 'c1'))).toMatchObject({ statusCode: 404 });
    time.now += 1999;
    expect(await names()).toEqual([]);
    time.now += 1;
    expect(await names()).toEqual(['Ada']);
    expect(one(await call(SpmCustomers.get(client, 'c1')))).toMatchObject({ customer_id: 'c1' });
  });

  it('shows the old row until a change or a removal is due, each in its turn', async () => {
    const { time, client, names } = await delayed();
    const save = (first_name: string) =>
      call(SpmCustomers.bulkSave(client, [customer('c1', { first_name })]));
    await save('first');
    time.now += 2000;
    await save('second');
    time.now += 1000;
    await save('third');
    expect(await names()).toEqual(['first']);
    expect(one(await call(SpmCustomers.get(client, 'c1'))).first_name).toBe('first');
    time.now += 1000;
    expect(await names()).toEqual(['second']);
    await call(SpmCustomers.delete(client, 'c1'));
    time.now += 1000;
    expect(await names()).toEqual(['third']);
    time.now += 1000;
    expect(await names()).toEqual([]);
  });

  it('pages, counts and filters what is seen', async () => {
    const { time, client } = await delayed();
    const customers = ['a', 'b', 'c'].map((id) => customer(id));
    await call(SpmCustomers.bulkSave(client, customers));
    time.now += 2000;
    await call(SpmCustomers.delete(client, 'b'));
    await call(SpmCustomers.bulkSave(client, [customer('d')]));
    const page = await call(SpmCustomers.list(client, { limit: 2, offset: 1 }));
    expect(rows(page).map((row) => row.customer_id)).toEqual(['b', 'c']);
    expect(page.meta?.pagination).toMatchObject({ total_items: 3 });
  });

  it('shows a product once, in the first language that is seen', async () => {
    const { time, client } = await delayed();
    await call(SpmProducts.bulkSave(client, [product(1, 'fr')]));
    time.now += 1000;
    await call(SpmProducts.bulkSave(client, [product(1, 'en')]));
    const names = async () => rows(await call(SpmProducts.list(client))).map((row) => row.lang);
    expect(await names()).toEqual([]);
    time.now += 1000;
    expect(await names()).toEqual(['fr']);
    time.now += 1000;
    expect(await names()).toEqual(['fr']);
  });

  it('leaves checks and the routes without a queue immediate', async () => {
    const { time, client } = await delayed();
    await call(
      SpmCustomDataDefinitions.create(client, definition('A', { unique_keys: ['code'] }) as never),
    );
    expect(rows(await call(SpmCustomDataDefinitions.list(client)))).toHaveLength(1);
    const again = await call(SpmCustomDataDefinitions.create(client, definition('A') as never));
    expect(again.statusCode).toBe(409);
    await call(SpmEvents.create(client, { name: 'E', code_name: 'e' }));
    expect(rows(await call(SpmEvents.list(client)))).toHaveLength(1);

    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    const update = SpmCustomers.bulkUpdate(client, [
      { customer_id: 'c1', first_name: 'Grace' },
    ] as never);
    expect(await call(update)).toMatchObject({ sent_count: 1 });
    for (const points of [1, 2]) {
      await call(SpmCustomDataRecords.bulkSave(client, 1, [{ code: 'x', points }]));
    }
    const records = async () => rows(await call(SpmCustomDataRecords.list(client, 1)));
    expect(await records()).toEqual([]);
    time.now += 2000;
    expect(await records()).toMatchObject([{ code: 'x', points: 2 }]);
  });

  it('holds for the contacts and carts that queued rows make, not for what checks see', async () => {
    const { time, client } = await delayed();
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    await call(SpmOrders.bulkSave(client, [order('o1')] as never));
    const contact = () => call(SpmContacts.get(client, { contact_data_email: 'c1@example.com' }));
    const carts = async () => rows(await call(SpmCarts.list(client)));
    const contacts = async () => rows(await call(SpmContacts.list(client)));
    expect([await contacts(), await carts()]).toEqual([[], []]);
    expect(await contact()).toMatchObject({ statusCode: 404 });
    const lists = await call(SpmContacts.listLists(client, 1));
    expect(lists).toMatchObject({ statusCode: 404 });
    await call(SpmEvents.create(client, { name: 'E', code_name: 'e' }));
    const trigger = { contact: { email: 'c1@example.com' } };
    expect(await call(SpmEvents.trigger(client, 'e', trigger as never))).toMatchObject({
      statusCode: 200,
    });
    time.now += 2000;
    expect(await contacts()).toMatchObject([{ id_customer_shop: 'c1' }]);
    expect(await carts()).toMatchObject([{ cart_id: 'cart' }]);
    expect(one(await contact())).toMatchObject({ id_shop_contact: 1 });
  });

  it('leaves a contact that is told immediate, whatever of it was queued', async () => {
    const { client } = await delayed();
    const told = { email: 'c1@example.com', email_consent: 'double_optin' } as const;
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    expect(await call(SpmContacts.create(client, told))).toMatchObject({ statusCode: 200 });
    await call(SpmContacts.create(client, { email: 'new@example.com' }));
    expect(rows(await call(SpmContacts.list(client)))).toMatchObject([
      { contact_data_email: 'c1@example.com', optin_data_email: true },
      { contact_data_email: 'new@example.com' },
    ]);
  });

  it('shows nothing of what a reset took away', async () => {
    const { time, sandbox, client, names } = await delayed();
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    time.now += 2000;
    expect(await names()).toEqual(['Ada']);
    sandbox.reset();
    expect(await names()).toEqual([]);
  });
});

/** The expected rows: the table as it was before the delay. */
describe('any history', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 3 }),
    id: fc.integer({ min: 1, max: 3 }),
    body: fc.option(fc.integer({ min: 0, max: 5 })),
  });

  it.each([false, true])('is read as it was a delay ago (ids reused: %s)', (reuse) => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.integer({ min: 1, max: 5 }),
        (steps, delay) => {
          const db = new Database(':memory:');
          let now = 0;
          const spec = { name: 'things', key: ['k'], lastingIds: !reuse };
          const readDelay = new ReadDelay(db, () => now);
          const table = new Table(db, spec, () => readDelay.rows('things'));
          readDelay.watch(spec);
          readDelay.set(delay);
          const contents = (of: Pick<Table, 'select'>) =>
            of
              .select({ where: [], orderBy: 'id', limit: -1, offset: 0 })
              .map(({ body }) => [body.k, body.v])
              .sort();
          const history = [{ at: Number.NEGATIVE_INFINITY, contents: contents(table) }];
          for (const { wait, id, body } of steps) {
            now += wait;
            if (body === null) table.removeWhere([{ sql: 'k = ?', values: [String(id)] }]);
            else table.upsert([String(id)], { k: id, v: body });
            history.push({ at: now, contents: contents(table) });
            const then = history.findLast(({ at }) => at <= now - delay);
            expect(contents(table.visible)).toEqual(then?.contents);
          }
          readDelay.set(0);
          expect(contents(table.visible)).toEqual(contents(table));
          db.close();
        },
      ),
      { numRuns: 200 },
    );
  });

  it('holds for tables that are made while it is on, and leaves nothing behind', () => {
    const db = new Database(':memory:');
    const readDelay = new ReadDelay(db, () => 0);
    readDelay.set(5);
    const spec = { name: 'late', key: ['k'] };
    const table = new Table(db, spec, () => readDelay.rows('late'));
    readDelay.watch(spec);
    table.upsert(['a'], {});
    expect([table.count(), table.visible.count()]).toEqual([1, 0]);
    readDelay.set(0);
    expect(db.prepare('SELECT count(*) FROM sqlite_temp_schema').pluck().get()).toBe(0);
    readDelay.set(5);
    expect(table.visible.count()).toBe(1);
    db.close();
  });
});
