import { SpmCustomDataDefinitions as Definitions, type SpmHttpClient } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, definition, one, rig, rows } from '../fixtures.ts';

const create = (client: SpmHttpClient, dto: object) =>
  call(Definitions.create(client, dto as never));
const extend = (client: SpmHttpClient, id: number, dto: object) =>
  call(Definitions.extend(client, id, dto as never));
const field = (name: string, more: object = {}) => ({
  name,
  label: name,
  type: 'number',
  required: false,
  ...more,
});
const toContacts = { sourceField: 'points', targetSchemaType: 'system', targetSchema: 'contacts' };

describe('custom-data definitions', () => {
  it('start active, with the target fields filled in', async () => {
    const { client } = await rig();
    const relationships = [
      toContacts,
      { sourceField: 'code', targetSchemaType: 'system', targetSchema: 'products' },
    ];
    const made = one(
      await create(client, definition('Cards', { unique_keys: ['code'], relationships })),
    );
    expect(made).toMatchObject({
      id_definition: 1,
      name: 'Cards',
      status: 'active',
      unique_keys: ['code'],
      relationships: [{ targetField: 'id_contact' }, { targetField: 'product_id' }],
    });
    const other = { ...toContacts, targetSchemaType: 'custom', targetSchema: '1' };
    const second = one(await create(client, definition('Uses', { relationships: [other] })));
    expect(second.relationships).toEqual([{ ...other, targetField: 'id' }]);
  });

  it('give ids as strings in the listing, as numbers alone; deleted ones stay listed', async () => {
    const { client } = await rig();
    await create(client, definition('A'));
    await create(client, definition('B'));
    await call(Definitions.delete(client, 1));
    const listed = rows(await call(Definitions.list(client, { limit: 100 })));
    expect(listed.map((r) => [r.id_definition, r.name, r.status])).toEqual([
      ['1', 'A', 'deleted'],
      ['2', 'B', 'active'],
    ]);
    expect(one(await call(Definitions.get(client, 2)))).toMatchObject({ id_definition: 2 });
    for (const id of [1, 9, 'x']) {
      expect(await call(Definitions.get(client, id))).toEqual({
        statusCode: 400,
        message: 'Custom data definition not found',
      });
    }
  });

  it('fall back to ten a page above a hundred', async () => {
    const { client } = await rig();
    for (let i = 0; i < 11; i += 1) await create(client, definition(`D${i}`));
    expect(rows(await call(Definitions.list(client, { limit: 101 })))).toHaveLength(10);
    expect(rows(await call(Definitions.list(client, { limit: 100 })))).toHaveLength(11);
  });

  it.each(['cartes été', 'CARTES ÉTÉ', 'cartes ete  '])('clash on %j', async (name) => {
    const { client } = await rig();
    await create(client, definition('Cartes Été'));
    expect(await create(client, definition(name))).toEqual({
      statusCode: 409,
      message: 'custom data definition name is already used.',
    });
    expect(await create(client, definition(` ${name}`))).toMatchObject({ statusCode: 200 });
    await call(Definitions.delete(client, 1));
    expect(one(await create(client, definition(name)))).toMatchObject({ id_definition: 3 });
  });

  it.each([
    [{ name: undefined }, 'name is required'],
    [{ name: '  ' }, 'name should not be empty'],
    [{ fields: undefined }, 'fields is required'],
    [{ fields: [] }, 'fields should not be empty'],
    [{ fields: [{ name: 'a', type: 'text', required: true }] }, 'fields.0.label is required'],
    [{ fields: [{ name: 'a', label: 'A', type: 'text' }] }, 'fields.0.required is required'],
    [
      { fields: [field('a', { type: 'string' })] },
      'fields.0.type must be one of: bool, text, longtext, number, decimal, list, date, datetime, json, geolocation',
    ],
    [
      { fields: [field('id')] },
      'fields.0.name must be a column name: letters, digits and _, other than id',
    ],
    [{ fields: [field('a'), field('A')] }, 'field a already exists'],
    [{ fields: [field('a', { type: 'list' })] }, 'options of a should not be empty'],
    [{ unique_keys: ['nope'] }, 'unique_keys: there is no field nope'],
    [
      { relationships: [{ ...toContacts, sourceField: 'nope' }] },
      'relationships: there is no field nope',
    ],
    [
      { relationships: [{ ...toContacts, targetSchema: 'orders' }] },
      'targetSchema must be one of: contacts, products',
    ],
    [
      { relationships: [{ ...toContacts, targetSchemaType: 'custom', targetSchema: '7' }] },
      'targetSchema must be the id of an existing definition',
    ],
    [
      { relationships: [{ ...toContacts, targetSchemaType: 'custom', targetSchema: 7 }] },
      'relationships.0.targetSchema must be a non-empty string',
    ],
    [{ relationships: [toContacts, toContacts] }, 'a relationship of points already exists'],
    [{ stableKey: 'x' }, 'property stableKey should not exist'],
  ])('refuse %j', async (more, message) => {
    const { sandbox, client } = await rig();
    const answer = await create(client, definition('X', more));
    expect(answer).toEqual({ statusCode: 400, message: [message] });
    expect(sandbox.state.count('custom-data-definitions')).toBe(0);
  });

  it('are extended by appending only', async () => {
    const { client } = await rig();
    await create(client, definition('A', { relationships: [toContacts] }));
    const more = {
      fields: [field('self')],
      relationships: [{ sourceField: 'self', targetSchemaType: 'custom', targetSchema: '1' }],
    };
    const extended = one(await extend(client, 1, { ...more, description: 'why' }));
    expect(extended).toMatchObject({ name: 'A', description: 'why' });
    expect((extended.fields as { name: string }[]).map((f) => f.name)).toEqual([
      'code',
      'points',
      'self',
    ]);
    expect(extended.relationships).toHaveLength(2);
    expect((await extend(client, 1, { fields: [field('code')] })).message).toEqual([
      'field code already exists',
    ]);
    expect((await extend(client, 1, { relationships: [toContacts] })).message).toEqual([
      'a relationship of points already exists',
    ]);
    expect(await extend(client, 1, { unique_keys: ['code'] })).toMatchObject({ statusCode: 400 });
    expect(await extend(client, 9, {})).toMatchObject({ statusCode: 400 });
  });

  it('are renamed by extending, not onto another', async () => {
    const { client } = await rig();
    await create(client, definition('A'));
    await create(client, definition('B'));
    expect(await extend(client, 2, { name: 'a' })).toMatchObject({ statusCode: 409 });
    expect(one(await extend(client, 2, { name: 'C' }))).toMatchObject({ name: 'C' });
    expect(await create(client, definition('B'))).toMatchObject({ statusCode: 200 });
  });

  it('are activated and deactivated once', async () => {
    const { client } = await rig();
    await create(client, definition('A'));
    expect(await call(Definitions.activate(client, 1))).toMatchObject({ statusCode: 409 });
    expect(one(await call(Definitions.deactivate(client, 1)))).toMatchObject({
      status: 'inactive',
    });
    expect(await call(Definitions.deactivate(client, 1))).toMatchObject({ statusCode: 409 });
    expect(one(await call(Definitions.activate(client, 1)))).toMatchObject({ status: 'active' });
    await call(Definitions.delete(client, 1));
    for (const act of [Definitions.activate, Definitions.deactivate, Definitions.delete]) {
      expect(await call(act(client, 1))).toMatchObject({ statusCode: 400 });
    }
  });
});
