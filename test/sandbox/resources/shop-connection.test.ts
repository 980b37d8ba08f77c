import { SpmShopConnection } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, rig } from '../fixtures.ts';

const CONNECTION = {
  default_currency: 'EUR',
  default_lang: 'fr',
  langs: ['fr', 'en'],
  timezone: 'Europe/Paris',
  url_client: 'https://shop.example',
  ecommerce_version: '8.1',
  module_version: '1.0.0',
};

describe('the shop connection', () => {
  it('is the last one told', async () => {
    const { sandbox, client } = await rig();
    await call(SpmShopConnection.saveConfiguration(client, CONNECTION));
    const second = { ...CONNECTION, default_lang: 'en' };
    expect(await call(SpmShopConnection.saveConfiguration(client, second))).toEqual({
      statusCode: 200,
      data: second,
    });
    expect(sandbox.state.list('shop-connection')).toEqual([{ ...second, id: 1 }]);
  });

  it.each([
    [{ default_currency: 'euro' }, 'default_currency must be an ISO 4217 currency code'],
    [{ timezone: 'Paris' }, 'timezone must be an IANA time zone'],
    [{ url_client: 'shop.example' }, 'url_client must be an http or https URL'],
    [{ langs: ['fr', 'english'] }, 'langs.1 must be a two-letter language code'],
    [{ langs: [] }, 'langs must contain default_lang'],
    [{ extra: 1 }, 'property extra should not exist'],
  ])('refuses %j', async (wrong, message) => {
    const { client } = await rig();
    const connection = { ...CONNECTION, ...wrong };
    expect(await call(SpmShopConnection.saveConfiguration(client, connection))).toEqual({
      statusCode: 400,
      message: [message],
    });
  });

  it('is one object with all that is required', async () => {
    const { client } = await rig();
    const save = (data: unknown) =>
      call(SpmShopConnection.saveConfiguration(client, data as never));
    expect(await save([CONNECTION])).toMatchObject({ message: ['body must be an object'] });
    expect((await save({})).message).toHaveLength(7);
  });
});
