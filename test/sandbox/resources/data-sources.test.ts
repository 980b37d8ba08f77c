import { SpmDataSources } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, one, rig, rows } from '../fixtures.ts';

describe('data sources', () => {
  it('start with the default one', async () => {
    const { client } = await rig();
    const answer = await call(SpmDataSources.list(client));
    expect(Object.keys(answer)).toEqual(['statusCode', 'data']);
    expect(rows(answer)).toMatchObject([{ id_data_source: 1, is_default: true, active: true }]);
  });

  it('are created, with their config as a JSON string', async () => {
    const { client } = await rig();
    const config = { store: 'paris' };
    const parent = one(await call(SpmDataSources.create(client, { label: 'POS', config })));
    expect(parent).toMatchObject({ id_data_source: 2, type: 'api', config: '{"store":"paris"}' });
    const child = await call(
      SpmDataSources.create(client, { label: 'Till', type: 'api', parent_id: 2, config: '{bad' }),
    );
    expect(one(child)).toMatchObject({ id_data_source: 3, parent_id: 2, config: '{bad' });
    expect(rows(await call(SpmDataSources.list(client)))).toHaveLength(3);
  });

  it.each([
    [{}, 'label is required'],
    [{ label: '' }, 'label must be a text of 1 to 255 characters, not only spaces'],
    [{ label: ' \t ' }, 'label must be a text of 1 to 255 characters, not only spaces'],
    [{ label: 'x'.repeat(256) }, 'label must be a text of 1 to 255 characters, not only spaces'],
    [{ label: 'x', parent_id: 9 }, 'parent_id must be the id of an existing source'],
    [{ label: 'x', parent_id: '1' }, 'parent_id must be an integer'],
    [{ label: 'x', type: 'ftp' }, 'type must be one of: api'],
    [{ label: 'x', config: 3 }, 'config must be an object, nested at most 32 deep'],
    [{ label: 'x', stableConfigKey: 'k' }, 'property stableConfigKey should not exist'],
    [[{ label: 'x' }], 'body must be an object'],
  ])('refuse %j', async (dto, message) => {
    const { sandbox, client } = await rig();
    const answer = await call(SpmDataSources.create(client, dto as never));
    expect(answer).toEqual({ statusCode: 400, message: [message] });
    expect(sandbox.state.count('data-sources')).toBe(1);
  });

  it('are updated in part', async () => {
    const { client } = await rig();
    await call(SpmDataSources.create(client, { label: 'POS', config: { a: 1 } }));
    const changed = await call(SpmDataSources.update(client, 2, { label: 'Till', active: false }));
    expect(one(changed)).toMatchObject({ label: 'Till', active: false, config: '{"a":1}' });
    expect(await call(SpmDataSources.update(client, 9, { label: 'x' }))).toMatchObject({
      statusCode: 404,
    });
  });

  it('have one default one, which only another can take the place of', async () => {
    const { client } = await rig();
    const defaults = async () =>
      rows(await call(SpmDataSources.list(client))).map((row) => row.is_default);
    await call(SpmDataSources.create(client, { label: 'A', is_default: true } as never));
    expect(await defaults()).toEqual([false, true]);
    await call(SpmDataSources.update(client, 1, { is_default: true } as never));
    expect(await defaults()).toEqual([true, false]);
    for (const is_default of [false, null]) {
      const answer = await call(SpmDataSources.update(client, 1, { is_default } as never));
      expect(answer.statusCode).toBe(400);
    }
    await call(SpmDataSources.update(client, 2, { is_default: false } as never));
    expect(await defaults()).toEqual([true, false]);
    expect((await call(SpmDataSources.delete(client, 2))).statusCode).toBe(200);
    expect((await call(SpmDataSources.delete(client, 1))).statusCode).toBe(400);
  });

  it('cannot be their own ancestors', async () => {
    const { client } = await rig();
    await call(SpmDataSources.create(client, { label: 'A' }));
    await call(SpmDataSources.create(client, { label: 'B', parent_id: 2 }));
    expect(await call(SpmDataSources.update(client, 2, { parent_id: 3 }))).toEqual({
      statusCode: 400,
      message: ['parent_id must not make a source its own parent'],
    });
  });

  it('are deleted, but for the default one and those with children', async () => {
    const { sandbox, client } = await rig();
    await call(SpmDataSources.create(client, { label: 'A' }));
    await call(SpmDataSources.create(client, { label: 'B', parent_id: 2 }));
    expect(await call(SpmDataSources.delete(client, 1))).toMatchObject({ statusCode: 400 });
    expect(await call(SpmDataSources.delete(client, 2))).toMatchObject({ statusCode: 409 });
    expect(await call(SpmDataSources.delete(client, 3))).toMatchObject({ statusCode: 200 });
    expect(await call(SpmDataSources.delete(client, 3))).toMatchObject({ statusCode: 404 });
    expect(await call(SpmDataSources.delete(client, 2))).toMatchObject({ statusCode: 200 });
    expect(sandbox.state.count('data-sources')).toBe(1);
  });
});
