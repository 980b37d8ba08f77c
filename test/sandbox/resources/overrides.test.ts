import { SpmCustomDataDefinitions, type SpmHttpClient } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, definition, rig } from '../fixtures.ts';

const PRICE = { target_system_schema: 'products', system_field_name: 'price' } as const;
const DISCOUNT = { ...PRICE, system_field_name: 'price_discount' } as const;
const override = (custom_field_name: string, priority: number, id = 1) => ({
  id_custom_data_definition: id,
  custom_field_name,
  priority,
});

const put = (client: SpmHttpClient, query: object, overrides: unknown) =>
  call(SpmCustomDataDefinitions.updateOverrides(client, query as never, overrides as never));
const get = (client: SpmHttpClient, query?: object) =>
  call(SpmCustomDataDefinitions.listOverrides(client, query as Record<string, unknown>));

async function rigWithDefinition() {
  const { client } = await rig();
  await call(SpmCustomDataDefinitions.create(client, definition('Prices')));
  return client;
}

describe('overrides', () => {
  it('are kept per system field and replaced as a whole', async () => {
    const client = await rigWithDefinition();
    expect((await get(client, PRICE)).data).toEqual([]);
    expect(await put(client, PRICE, [override('points', 1)])).toMatchObject({ statusCode: 200 });
    expect((await get(client, PRICE)).data).toEqual([override('points', 1)]);
    expect((await get(client, DISCOUNT)).data).toEqual([]);
    await put(client, PRICE, []);
    expect((await get(client, PRICE)).data).toEqual([]);
  });

  it('go with the definition that they point at', async () => {
    const client = await rigWithDefinition();
    await call(SpmCustomDataDefinitions.create(client, definition('More prices')));
    await put(client, PRICE, [override('points', 1), override('points', 2, 2)]);
    await put(client, DISCOUNT, [override('points', 1)]);
    await call(SpmCustomDataDefinitions.delete(client, 1));
    expect((await get(client, PRICE)).data).toEqual([override('points', 2, 2)]);
    expect((await get(client, DISCOUNT)).data).toEqual([]);
  });

  it.each([
    [[override('points', 1, 9)], /id_custom_data_definition must be the id of an existing/],
    [[override('nope', 1)], /custom_field_name is not a field/],
    [[override('code', 1)], /must be a field of type decimal or number/],
    [[override('points', 1), override('points', 2)], /a field is listed twice/],
    [[override('points', 1), override('points', 1)], /a priority is listed twice/],
    [[{ ...override('points', 1), priority: '1' }], /overrides.0.priority must be an integer/],
    [Array.from({ length: 101 }, (_, i) => override('points', i)), /no more than 100/],
    ['all', /overrides must be an array/],
  ])('refuse %#', async (overrides, message) => {
    const client = await rigWithDefinition();
    const answer = await put(client, PRICE, overrides);
    expect(answer.statusCode).toBe(400);
    expect([answer.message].flat().join('; ')).toMatch(message);
    expect((await get(client, PRICE)).data).toEqual([]);
  });

  it.each([
    undefined,
    { target_system_schema: 'products' },
    { target_system_schema: 'contacts', system_field_name: 'price' },
    { target_system_schema: 'products', system_field_name: 'name' },
    { ...PRICE, limit: 5 },
  ])('need the system field: %j', async (query) => {
    const client = await rigWithDefinition();
    expect(await get(client, query)).toMatchObject({ statusCode: 400 });
  });
});
