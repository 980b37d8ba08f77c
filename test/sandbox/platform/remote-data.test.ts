import { describe, expect, it } from 'vitest';
import { installationAfter, platform, verify } from './rig.ts';

const remote = { resource: 'stores', label_field: 'name', value_field: 'code' };
const SCHEMA = {
  fields: [
    { key: 'host', type: 'text', label: 'Host' },
    {
      key: 'store',
      type: 'select',
      label: 'Store',
      remote: { ...remote, description_field: 'city' },
    },
    { key: 'shop', type: 'select', label: 'Shop', remote: { ...remote, value_field: 'id' } },
  ],
};
const ROWS = [
  { code: 's1', id: 1, name: 'Paris', city: 'Paris 2' },
  { code: 's2', id: 2, name: 'Lyon' },
];

async function rigWith(rows: unknown) {
  const rig = await platform();
  const { id } = await installationAfter(rig, ['install'], {
    config_schema: SCHEMA,
    configs: { host: 'h' },
  });
  rig.connector.handler = () => ({ body: { data: rows } });
  return { rig, id };
}

describe('remote data', () => {
  it('is asked for with the config map, signed, and mapped through the field', async () => {
    const { rig, id } = await rigWith(ROWS);
    const outcome = await rig.act(id, 'remote-data', { field: 'store' });
    expect(outcome).toMatchObject({ ok: true, error: null });
    expect(outcome.options).toEqual([
      { value: 's1', label: 'Paris', description: 'Paris 2' },
      { value: 's2', label: 'Lyon' },
    ]);
    const [got] = rig.connector.received;
    expect(got).toMatchObject({ path: '/webhook/remote-data/stores', body: { host: 'h' } });
    expect(got && verify(got)).toEqual({ ok: true });
    expect((await rig.get(id)).deliveries.at(-1)?.event).toBe('remote-data/stores');
  });

  it('is mapped through the first field of the resource, or another one when named', async () => {
    const { rig, id } = await rigWith(ROWS);
    const values = async (wanted: object) =>
      (await rig.act(id, 'remote-data', wanted)).options?.map(
        (o) => (o as { value: unknown }).value,
      );
    expect(await values({ resource: 'stores' })).toEqual(['s1', 's2']);
    expect(await values({ field: 'shop' })).toEqual([1, 2]);
  });

  it('of a resource that no field names has value and label', async () => {
    const { rig, id } = await rigWith([{ value: 1, label: 'One' }]);
    const { options } = await rig.act(id, 'remote-data', { resource: 'other' });
    expect(options).toEqual([{ value: 1, label: 'One' }]);
  });

  it.each([
    [undefined, 'the response has no data array'],
    [{}, 'the response has no data array'],
    [[...ROWS, { code: 's3' }], 'data.2.name must be a text or a number'],
    [[null], 'data.0.code must be a text or a number'],
  ])('is a failure when the data are %j', async (rows, error) => {
    const { rig, id } = await rigWith(rows);
    const outcome = await rig.act(id, 'remote-data', { field: 'store' });
    expect(outcome).toMatchObject({ ok: false, error, options: [] });
  });

  it('may be empty, which is what a connector answers that has nothing', async () => {
    const { rig, id } = await rigWith([]);
    expect(await rig.act(id, 'remote-data', { field: 'store' })).toMatchObject({
      ok: true,
      options: [],
    });
  });

  it.each([
    {},
    { field: 'host' },
    { field: 'none' },
    { resource: '../receive' },
    { resource: 'a/b' },
  ])('cannot be asked for with %j', async (wanted) => {
    const { rig, id } = await rigWith(ROWS);
    const answer = await rig.send('POST', `/installations/${id}/remote-data`, wanted);
    expect(answer.status).toBe(400);
    expect(rig.connector.received).toEqual([]);
  });
});
