import { SpmIntegrationConfig } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, clientOf, one, rig } from '../fixtures.ts';
import { installationAfter, platform } from '../platform/rig.ts';

describe('integration config', () => {
  it('keeps values as text, one by one', async () => {
    const { client } = await rig();
    expect(one(await call(SpmIntegrationConfig.get(client)))).toEqual({ values: {} });
    await call(SpmIntegrationConfig.set(client, { url: 'https://x', max: 5, on: true }));
    await call(SpmIntegrationConfig.set(client, { max: 6 }));
    expect(one(await call(SpmIntegrationConfig.get(client)))).toEqual({
      values: { url: 'https://x', max: '6', on: 'true' },
    });
  });

  it.each([
    [{ a: null }, 'a must be a string, a number or a boolean'],
    [{ a: { b: 1 } }, 'a must be a string, a number or a boolean'],
    [{ 'a b': 1 }, 'a b is not a config key'],
    [{ label_source: 'web' }, 'label_source is not a config key'],
  ])('refuses %j', async (values, message) => {
    const { client } = await rig();
    const answer = await call(SpmIntegrationConfig.set(client, values as never));
    expect(answer).toEqual({ statusCode: 400, message: [message] });
  });

  it("takes from an installation's key only what its form gives to the integrator", async () => {
    const shop = await platform();
    const config_schema = {
      steps: [
        {
          key: 'one',
          label: 'One',
          fields: [
            { key: 'shown', type: 'string', label: 'Shown', owner: 'integrator' },
            { key: 'filled', type: 'string', label: 'Filled' },
          ],
        },
      ],
    };
    const { key } = await installationAfter(shop, ['install', 'activate'], { config_schema });
    const { baseUrl } = shop.sandbox;
    const client = clientOf({ baseUrl, key: String(key) });
    const set = (values: Record<string, string>) => call(SpmIntegrationConfig.set(client, values));
    expect(await set({ shown: '1' })).toMatchObject({ data: { values: { shown: '1' } } });
    expect(await set({ shown: '2', filled: '2', toString: '2' })).toEqual({
      statusCode: 400,
      message: [
        'filled is declared for the merchant to fill in',
        'toString is not declared in the form',
      ],
    });
    expect(one(await call(SpmIntegrationConfig.get(client)))).toEqual({ values: { shown: '1' } });
    const shops = clientOf(shop.sandbox);
    expect(await call(SpmIntegrationConfig.set(shops, { any: 1 }))).toMatchObject({
      statusCode: 200,
    });
  });

  it('is of the installation whose key asks, and goes when that is uninstalled or deleted', async () => {
    const shop = await platform();
    const clientOfKey = (key: unknown) =>
      clientOf({ baseUrl: shop.sandbox.baseUrl, key: String(key) });
    const first = await installationAfter(shop, ['install', 'activate']);
    const second = await installationAfter(shop, ['install', 'activate']);
    const clients = [clientOf(shop.sandbox), clientOfKey(first.key), clientOfKey(second.key)];
    for (const [n, client] of clients.entries())
      await call(SpmIntegrationConfig.set(client, { who: n }));
    for (const [n, client] of clients.entries())
      expect(one(await call(SpmIntegrationConfig.get(client)))).toEqual({
        values: { who: String(n) },
      });
    const owners = () =>
      shop.sandbox.state.list('integration-config').map(({ installation }) => installation);
    expect(owners()).toEqual([null, first.id, second.id]);
    await shop.act(first.id, 'uninstall');
    expect(owners()).toEqual([null, second.id]);
    await shop.send('DELETE', `/installations/${second.id}`);
    expect(owners()).toEqual([null]);
  });

  it('takes any key from an installation without a form', async () => {
    const shop = await platform();
    const { key } = await installationAfter(shop, ['install', 'activate']);
    const client = clientOf({ baseUrl: shop.sandbox.baseUrl, key: String(key) });
    expect(await call(SpmIntegrationConfig.set(client, { any: 1 }))).toMatchObject({
      statusCode: 200,
    });
  });

  it('has an end', async () => {
    const { client } = await rig();
    const values = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`k${i}`, i]));
    expect(await call(SpmIntegrationConfig.set(client, values))).toMatchObject({ statusCode: 400 });
    expect(one(await call(SpmIntegrationConfig.get(client)))).toEqual({ values: {} });
  });
});
