import {
  SpmCustomDataDefinitions as Definitions,
  SpmCustomDataRecords as Records,
  SpmCustomers,
  type SpmHttpClient,
  SpmProducts,
} from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, customer, definition, one, product, rig, rows } from '../fixtures.ts';

const field = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  type,
  required: false,
  ...more,
});

async function rigWith(...definitions: object[]) {
  const { sandbox, client } = await rig();
  for (const dto of definitions) {
    const made = await call(Definitions.create(client, dto as never));
    if (made.statusCode !== 200) throw new Error(JSON.stringify(made));
  }
  return { sandbox, client };
}

const save = (client: SpmHttpClient, records: object[], id = 1) =>
  call(Records.bulkSave(client, id, records as never));

const keyed = definition('Cards', { unique_keys: ['code'] });
const reasons = (answer: { rejected_items?: { errors: string[] }[] }) =>
  answer.rejected_items?.flatMap((item) => item.errors);

describe('records', () => {
  it('are upserted by the unique keys, whole', async () => {
    const { sandbox, client } = await rigWith(keyed);
    await save(client, [{ code: 'a', points: 1 }, { code: 'b' }]);
    expect(await save(client, [{ code: 'a' }])).toMatchObject({ sent_count: 1 });
    expect(sandbox.state.records(1)).toMatchObject([{ code: 'a' }, { code: 'b' }]);
    expect(rows(await call(Records.list(client, 1)))).toEqual([
      { id: 1, code: 'a', points: null },
      { id: 2, code: 'b', points: null },
    ]);
  });

  it('are inserted each time without unique keys', async () => {
    const { sandbox, client } = await rigWith(definition('Log'));
    await save(client, [{ code: 'a' }, { code: 'a' }]);
    await save(client, [{ code: 'a' }]);
    expect(sandbox.state.records(1)).toHaveLength(3);
  });

  it('of two definitions do not meet', async () => {
    const { client } = await rigWith(keyed, definition('B', { unique_keys: ['code'] }));
    await save(client, [{ code: 'a', points: 1 }], 1);
    await save(client, [{ code: 'a', points: 2 }], 2);
    expect(await call(Records.update(client, 2, 1, { points: 9 }))).toMatchObject({
      statusCode: 404,
    });
    await call(Records.delete(client, 2, 1));
    await call(Records.bulkDelete(client, 2, [1]));
    expect(rows(await call(Records.list(client, 1)))).toEqual([{ id: 1, code: 'a', points: 1 }]);
  });

  it.each([
    ['bool', true, 'true'],
    ['text', 'x'.repeat(255), 'x'.repeat(256)],
    ['longtext', 'x'.repeat(256), 1],
    ['number', -3, 1.5],
    ['decimal', 1.5, '1.5'],
    ['list', 'gold', 'silver'],
    ['list', 7, '7'],
    ['date', '2024-02-29', '2023-02-29'],
    ['date', '2024-02-28', '2024-02-28T00:00:00Z'],
    ['datetime', '2024-02-28T00:00:00.123456Z', '2024-02-28'],
    ['datetime', '2024-02-28T00:00:00Z', '2024-02-28T25:00:00Z'],
    ['json', { a: [1, { b: null }] }, '{"a":1}'],
    ['geolocation', { lat: 48.85, lng: 2.35 }, { lat: 148, lng: 2 }],
    ['geolocation', '48.85,2.35', 'Paris'],
  ])('take a %s like %j, not %j', async (type, good, bad) => {
    const options = type === 'list' ? { options: ['gold', 7] } : {};
    const { client } = await rigWith({ name: 'A', fields: [field('f', type, options)] });
    const answer = await save(client, [{ f: good }, { f: bad }, { f: null }, {}]);
    expect(answer.rejected_items?.map((item) => item.index)).toEqual([1]);
    expect(rows(await call(Records.list(client, 1)))[0]).toMatchObject({ f: good });
  });

  it('need what is required, whatever the default', async () => {
    const fields = [
      field('a', 'text', { required: true, default: 'x' }),
      field('b', 'text', { default: 'x' }),
    ];
    const { client } = await rigWith({ name: 'A', fields });
    const answer = await save(client, [{ a: 'x' }, { b: 'x' }, { a: null }, { a: 'x', c: 1 }]);
    expect(reasons(answer)).toEqual([
      'a is required',
      'a must be a string',
      'property c should not exist',
    ]);
    expect(rows(await call(Records.list(client, 1)))).toEqual([{ id: 1, a: 'x', b: null }]);
  });

  it('may have fields named like what every object has', async () => {
    const fields = [field('constructor', 'text'), field('toString', 'number')];
    const { client } = await rigWith({ name: 'A', fields, unique_keys: ['constructor'] });
    const answer = await save(client, [{ constructor: 'a', toString: 1 }, { constructor: 'b' }]);
    expect(answer).toMatchObject({ sent_count: 2 });
    expect(await save(client, [JSON.parse('{"toString":2}')])).toMatchObject({ statusCode: 400 });
    expect(rows(await call(Records.list(client, 1)))).toEqual([
      { id: 1, constructor: 'a', toString: 1 },
      { id: 2, constructor: 'b', toString: null },
    ]);
  });

  it('need a value for each unique key', async () => {
    const dto = definition('A', { unique_keys: ['code', 'points'] });
    const { client } = await rigWith(dto);
    const answer = await save(client, [{ code: 'a', points: 1 }, { code: 'a' }]);
    expect(reasons(answer)).toEqual(['points is part of the unique key and must have a value']);
  });

  it('come at most twenty at once', async () => {
    const { client } = await rigWith(keyed);
    const records = Array.from({ length: 21 }, (_, i) => ({ code: `c${i}` }));
    expect(await save(client, records)).toMatchObject({ statusCode: 400 });
    expect(await save(client, records.slice(1))).toMatchObject({ sent_count: 20 });
    const chunked = await Records.bulkSave(client, 1, records, { chunk: true });
    expect(chunked).toMatchObject({ ok: true, data: { sent_count: 21 } });
  });

  it('go only to an active definition', async () => {
    const { client } = await rigWith(keyed);
    await save(client, [{ code: 'a' }]);
    await call(Definitions.deactivate(client, 1));
    const inactive = { statusCode: 400, message: 'Custom data definition is not active' };
    expect(await save(client, [{ code: 'b' }])).toEqual(inactive);
    expect(await call(Records.bulkDelete(client, 1, [1]))).toEqual(inactive);
    expect(rows(await call(Records.list(client, 1)))).toHaveLength(1);
    await call(Definitions.delete(client, 1));
    const gone = { statusCode: 400, message: 'Custom data definition not found' };
    expect(await save(client, [{ code: 'b' }])).toEqual(gone);
    expect(await save(client, [{ code: 'b' }], 44)).toEqual(gone);
    expect(await call(Records.list(client, 1))).toEqual(gone);
  });

  it('are patched in part, and keep their keys unique', async () => {
    const { client } = await rigWith(keyed);
    await save(client, [{ code: 'a', points: 1 }, { code: 'b' }]);
    expect(one(await call(Records.update(client, 1, 1, { points: 5 })))).toEqual({
      id: 1,
      code: 'a',
      points: 5,
    });
    expect(await call(Records.update(client, 1, 2, { code: 'a' }))).toMatchObject({
      statusCode: 409,
    });
    expect(await call(Records.update(client, 1, 1, { code: null }))).toMatchObject({
      statusCode: 400,
    });
    expect(await call(Records.update(client, 1, 9, { points: 1 }))).toMatchObject({
      statusCode: 404,
    });
  });

  it('are deleted by id, and ids do not come back', async () => {
    const { client } = await rigWith(keyed);
    await save(client, [{ code: 'a' }, { code: 'b' }, { code: 'c' }]);
    expect(await call(Records.delete(client, 1, 3))).toMatchObject({ sent_count: 1 });
    expect(await call(Records.delete(client, 1, 3))).toMatchObject({ sent_count: 1 });
    expect(await call(Records.delete(client, 1, 'x'))).toMatchObject({ statusCode: 400 });
    expect(await call(Records.bulkDelete(client, 1, [1, '2', 99, 'x']))).toMatchObject({
      sent_count: 3,
      rejected_items: [{ index: 3 }],
    });
    await save(client, [{ code: 'd' }]);
    expect(rows(await call(Records.list(client, 1)))).toMatchObject([{ id: 4, code: 'd' }]);
  });
});

describe('relations', () => {
  const related = (targetSchemaType: string, targetSchema: string, type = 'number') => ({
    name: `Of ${targetSchema}`,
    fields: [field('ref', type)],
    relationships: [{ sourceField: 'ref', targetSchemaType, targetSchema }],
  });

  it('find contacts by id, e-mail and customer', async () => {
    const { client } = await rigWith(related('system', 'contacts'));
    await call(SpmCustomers.bulkSave(client, [customer('C1'), customer('C2')]));
    const answer = await save(client, [
      { ref: 1 },
      { ref: { by: 'id_contact', value: 2 } },
      { ref: { by: 'email', value: 'c2@EXAMPLE.com' } },
      { ref: { by: 'id_customer', value: 'C1' } },
    ]);
    expect(answer.rejected_items).toEqual([]);
    const stored = rows(await call(Records.list(client, 1)));
    expect(stored.map((row) => row.ref)).toEqual([1, 2, 2, 1]);
  });

  it('keep the id as text in a text field', async () => {
    const { client } = await rigWith(related('system', 'contacts', 'text'));
    await call(SpmCustomers.bulkSave(client, [customer('C1')]));
    await save(client, [{ ref: { by: 'id_customer', value: 'C1' } }]);
    expect(rows(await call(Records.list(client, 1)))).toMatchObject([{ ref: '1' }]);
  });

  it('refuse what points nowhere', async () => {
    const { client } = await rigWith(related('system', 'contacts'));
    await call(SpmCustomers.bulkSave(client, [customer('C1')]));
    const form =
      'ref must be { by, value } with by one of id_contact, email, id_customer and its value';
    const answer = await save(client, [
      { ref: 1 },
      { ref: 7 },
      { ref: { by: 'id_contact', value: 7 } },
      { ref: { by: 'email', value: 'x@example.com' } },
      { ref: { by: 'id_customer', value: 'c1' } },
      { ref: { by: 'id_customer', value: 1 } },
      { ref: { by: 'name', value: 'Ada' } },
      { ref: { by: 'email', value: 'c1@example.com', more: 1 } },
    ]);
    expect(reasons(answer)).toEqual([
      'ref: nothing in contacts has this id',
      'ref: no contact has this id_contact',
      'ref: no contact has this email',
      'ref: no contact has this id_customer',
      form,
      form,
      form,
    ]);
  });

  it('lead to products and other records by id only', async () => {
    const { client } = await rigWith(
      definition('Target'),
      related('system', 'products'),
      related('custom', '1'),
    );
    await call(SpmProducts.bulkSave(client, [product(5)]));
    await save(client, [{ code: 'a' }], 1);
    const toProduct = await save(
      client,
      [{ ref: 5 }, { ref: 6 }, { ref: { by: 'product_id', value: 5 } }],
      2,
    );
    expect(reasons(toProduct)).toEqual([
      'ref: nothing in products has this id',
      'ref: only contacts can be found by { by, value }',
    ]);
    const toRecord = await save(client, [{ ref: 1 }, { ref: 2 }], 3);
    expect(reasons(toRecord)).toEqual(['ref: nothing in 1 has this id']);
  });
});
