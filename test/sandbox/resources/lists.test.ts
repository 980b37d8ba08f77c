import { SpmLists } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, one, rig, rows } from '../fixtures.ts';

describe('lists', () => {
  it('are created, renamed, configured and deleted', async () => {
    const { client } = await rig();
    const created = one(await call(SpmLists.create(client, { name: 'A', type: 'segment' })));
    expect(created).toMatchObject({ id_shop_list: 1, type: 'segment', total_contacts: 0 });
    const changes = { name: 'B', segmentation_config: '{}', keep_updated: true };
    expect(one(await call(SpmLists.update(client, 1, changes)))).toMatchObject(changes);
    expect(one(await call(SpmLists.get(client, 1, ['name'])))).toEqual({ name: 'B' });
    expect(rows(await call(SpmLists.list(client)))).toHaveLength(1);
    expect(await call(SpmLists.delete(client, 1))).toMatchObject({ statusCode: 200 });
    expect(rows(await call(SpmLists.list(client)))).toEqual([]);
    const next = one(await call(SpmLists.create(client, { name: 'B', type: 'list' })));
    expect(next.id_shop_list).toBe(2);
  });

  it.each([
    [{ type: 'list' }, 'name is required'],
    [{ name: '', type: 'list' }, 'name must be a non-empty string'],
    [{ name: 'A', type: 'query' }, 'type must be one of: list, segment'],
    [{ name: 'A', type: 'list', keep_updated: true }, 'property keep_updated should not exist'],
  ])('refuse %j', async (dto, message) => {
    const { client } = await rig();
    const answer = await call(SpmLists.create(client, dto as never));
    expect(answer).toEqual({ statusCode: 400, message: [message] });
  });

  it('have a name of their own', async () => {
    const { client } = await rig();
    await call(SpmLists.create(client, { name: 'A', type: 'list' }));
    await call(SpmLists.create(client, { name: 'B', type: 'list' }));
    const again = await call(SpmLists.create(client, { name: 'A', type: 'segment' }));
    expect(again).toMatchObject({ statusCode: 409 });
    expect(await call(SpmLists.update(client, 2, { name: 'A' }))).toMatchObject({
      statusCode: 409,
    });
    expect(await call(SpmLists.update(client, 1, { name: 'A' }))).toMatchObject({
      statusCode: 200,
    });
  });

  it('take a configuration only when they are segments', async () => {
    const { client } = await rig();
    await call(SpmLists.create(client, { name: 'A', type: 'list' }));
    const changes = { segmentation_config: '{}', keep_updated: true };
    expect(await call(SpmLists.update(client, 1, changes))).toEqual({
      statusCode: 400,
      message: ['segmentation_config is for segments only', 'keep_updated is for segments only'],
    });
    expect(await call(SpmLists.update(client, 1, { type: 'segment' } as never))).toMatchObject({
      statusCode: 400,
    });
  });

  it('have no members when they are segments whose configuration changed', async () => {
    const { client } = await rig({ seed: 1 });
    const segment = rows(await call(SpmLists.list(client))).find(({ type }) => type === 'segment');
    const id = Number(segment?.id_shop_list);
    const total = async () => one(await call(SpmLists.get(client, id))).total_contacts;
    expect(await total()).toBeGreaterThan(0);
    await call(SpmLists.update(client, id, { name: 'Renamed', keep_updated: true }));
    expect(await total()).toBe(segment?.total_contacts);
    await call(SpmLists.update(client, id, { segmentation_config: '{}' }));
    expect(await total()).toBe(0);
    expect(rows(await call(SpmLists.listContacts(client, id)))).toEqual([]);
  });

  it('are known by id', async () => {
    const { client } = await rig();
    for (const id of [1, 'x']) {
      expect(await call(SpmLists.get(client, id))).toMatchObject({ statusCode: 404 });
      expect(await call(SpmLists.update(client, id, {}))).toMatchObject({ statusCode: 404 });
      expect(await call(SpmLists.delete(client, id))).toMatchObject({ statusCode: 404 });
      expect(await call(SpmLists.listContacts(client, id))).toMatchObject({ statusCode: 404 });
    }
  });

  it('hold contacts, and let go of them', async () => {
    const { sandbox, client } = await rig({ seed: 1 });
    const order = [{ field: 'total_contacts', type: 'desc' }];
    const [largest, ...others] = rows(await call(SpmLists.list(client, { order })));
    const id = largest?.id_shop_list as number;
    const members = rows(await call(SpmLists.listContacts(client, id, { limit: 100 })));
    expect(members).toHaveLength(largest?.total_contacts as number);
    expect(members.filter((row) => row.optin_data_email)).toHaveLength(
      largest?.total_subscribers as number,
    );
    expect(members.filter((row) => row.unsub_data_email)).toHaveLength(
      largest?.total_unsubscribeds as number,
    );
    await call(SpmLists.delete(client, id));
    const left = others.reduce((sum, list) => sum + Number(list.total_contacts), 0);
    expect(sandbox.state.count('lists-contacts')).toBe(left);
  });
});
