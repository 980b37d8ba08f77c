import { SpmIntegrationConfig } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { call, one, rig } from '../fixtures.ts';

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

  it('has an end', async () => {
    const { client } = await rig();
    const values = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`k${i}`, i]));
    expect(await call(SpmIntegrationConfig.set(client, values))).toMatchObject({ statusCode: 400 });
    expect(one(await call(SpmIntegrationConfig.get(client)))).toEqual({ values: {} });
  });
});
