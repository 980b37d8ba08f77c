import { expect, test } from 'vitest';
import connector from '../src/connector.ts';
import { fetchStores } from '../src/stores.ts';

test('the country must be a code', () => {
  expect(connector.parseSettings({ country: 'FR' })).toEqual({ country: 'FR' });
  expect(() => connector.parseSettings({ country: 'France' })).toThrow('country is "France"');
  expect(() => connector.parseSettings({})).toThrow('two capitals');
});

test('the stores of the country are read', async () => {
  const towns = [];
  for await (const { town } of fetchStores('FR')) towns.push(town);
  expect(towns).toEqual(['Paris', 'Lyon']);
});
