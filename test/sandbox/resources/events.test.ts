import { SpmCustomers, SpmEvents, type SpmHttpClient } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, customer, one, rig, rows } from '../fixtures.ts';

const declared = {
  name: 'Points earned',
  code_name: 'points_earned',
  properties: {
    metaData: [
      { name: 'points', type: 'number', required: true },
      { name: 'note', type: 'text', required: false },
    ],
    contact: { customData: [{ name: 'tier', type: 'text', required: true }] },
  },
};
const good = {
  contact: { email: 'C1@Example.com', customData: { tier: 'gold' } },
  metaData: { points: 12 },
};

async function rigWithEvent() {
  const { sandbox, client } = await rig();
  await call(SpmCustomers.bulkSave(client, [customer('c1', { phone_number: '+33600000001' })]));
  await call(SpmEvents.create(client, declared));
  return { sandbox, client };
}

const trigger = (client: SpmHttpClient, payload: object, code = 'points_earned') =>
  call(SpmEvents.trigger(client, code, payload as never));

describe('event types', () => {
  it('are declared once', async () => {
    const { client } = await rig();
    const created = one(await call(SpmEvents.create(client, declared)));
    expect(created).toMatchObject({ id_event: 1, code_name: 'points_earned' });
    expect(await call(SpmEvents.create(client, declared))).toMatchObject({ statusCode: 409 });
    const i18n = { name: { fr: 'Fin', en: 'End' }, code_name: 'end' };
    expect(one(await call(SpmEvents.create(client, i18n as never)))).toMatchObject(i18n);
    expect(rows(await call(SpmEvents.list(client)))).toHaveLength(2);
    expect(one(await call(SpmEvents.get(client, 1)))).toEqual(created);
  });

  it.each([
    [{ code_name: 'x' }, 'name is required'],
    [{ name: {}, code_name: 'x' }, 'name must be a text, or a text per language'],
    [{ name: 'x' }, 'code_name is required'],
    [{ name: 'x', code_name: '' }, 'code_name must be 1 to 100 letters, digits and _.-'],
    [{ name: 'x', code_name: 'a/b' }, 'code_name must be 1 to 100 letters, digits and _.-'],
    [
      { name: 'x', code_name: 'x', properties: { customData: [{ name: 'a', type: 'list' }] } },
      'properties.customData.0.type must be one of: bool, text, longtext, number, decimal, date, json',
    ],
  ])('refuse %j', async (dto, message) => {
    const { client } = await rig();
    expect(await call(SpmEvents.create(client, dto as never))).toEqual({
      statusCode: 400,
      message: [message],
    });
  });

  it('are changed, read and deleted by id', async () => {
    const { client } = await rig();
    await call(SpmEvents.create(client, declared));
    await call(SpmEvents.create(client, { name: 'b', code_name: 'b' }));
    const renamed = await call(SpmEvents.update(client, { id_event: 1, name: 'Earned' }));
    expect(one(renamed)).toMatchObject({ name: 'Earned', code_name: 'points_earned' });
    expect(await call(SpmEvents.update(client, { id_event: 1, code_name: 'b' }))).toMatchObject({
      statusCode: 409,
    });
    expect(await call(SpmEvents.update(client, { id_event: 9 }))).toMatchObject({
      statusCode: 404,
    });
    expect(await call(SpmEvents.update(client, {} as never))).toMatchObject({ statusCode: 400 });
    expect(await call(SpmEvents.delete(client, 1))).toMatchObject({ statusCode: 200 });
    expect(await call(SpmEvents.get(client, 1))).toMatchObject({ statusCode: 404 });
    expect(await call(SpmEvents.get(client, 'abc'))).toMatchObject({ statusCode: 404 });
    expect(await call(SpmEvents.delete(client, 1))).toMatchObject({ statusCode: 404 });
  });
});

describe('triggers', () => {
  it('are recorded, newest first', async () => {
    const { client } = await rigWithEvent();
    expect(await trigger(client, good)).toMatchObject({ statusCode: 200 });
    await trigger(client, { ...good, metaData: { points: 13, note: 'more' } });
    const settings = JSON.stringify({
      limit: 1,
      filter: [{ field: 'id_contact', operator: 'EQUALS', values: 1 }],
    });
    const page = await call(SpmEvents.listHistories(client, { settings }));
    expect(rows(page)).toMatchObject([
      { code_name: 'points_earned', id_contact: 1, payload: { metaData: { points: 13 } } },
    ]);
    expect(page.meta?.pagination).toMatchObject({ total_items: 2, items_per_page: 1 });
  });

  it.each([
    { contact: { id: 1, customData: { tier: 'gold' } } },
    { contact: { phone: '+33600000001', customData: { tier: 'gold' } } },
  ])('find the contact of %j', async (payload) => {
    const { sandbox, client } = await rigWithEvent();
    expect(await trigger(client, { ...payload, metaData: { points: 1 } })).toMatchObject({
      statusCode: 200,
    });
    expect(sandbox.state.list('events-histories')).toMatchObject([{ id_contact: 1 }]);
  });

  it.each([
    [{ metaData: { points: 1 } }, 'at least one of contact, visitor is required'],
    [{ ...good, contact: {} }, 'contact must have one of: id, email, phone'],
    [{ ...good, contact: { email: 'x@example.com' } }, 'contact: no contact has this email'],
    [{ ...good, contact: { email: 'x' } }, 'contact.email must be a valid email'],
    [{ ...good, visitor: {} }, 'visitor.id is required'],
    [{ ...good, metaData: {} }, 'metaData.points is required'],
    [{ ...good, metaData: { points: '1' } }, 'metaData.points must be an integer'],
    [{ ...good, metaData: { points: 1, x: 1 } }, 'property metaData.x should not exist'],
    [{ ...good, contact: { id: 1 } }, 'contact.customData.tier is required'],
    [{ ...good, customData: [] }, 'customData must be an object, nested at most 32 deep'],
    [{ ...good, extra: 1 }, 'property extra should not exist'],
  ])('refuse %j', async (payload, message) => {
    const { sandbox, client } = await rigWithEvent();
    expect(await trigger(client, payload)).toEqual({ statusCode: 400, message: expect.anything() });
    expect([(await trigger(client, payload)).message].flat()).toEqual([message]);
    expect(sandbox.state.count('events-histories')).toBe(0);
  });

  it('need a declared event', async () => {
    const { client } = await rigWithEvent();
    expect(await trigger(client, good, 'nobody/knows')).toMatchObject({ statusCode: 404 });
  });
});
