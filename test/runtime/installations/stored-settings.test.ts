import { describe, expect, it } from 'vitest';
import type { ConfigField } from '../../../src/connector/types.js';
import {
  readStoredSettings,
  settingsChange,
} from '../../../src/runtime/installations/stored-settings.js';
import type { InstallationState } from '../../../src/runtime/state.js';
import { noState } from '../../helpers/syncBench.js';

const FIELDS: ConfigField[] = [
  { key: 'country', type: 'text', label: 'Country' },
  { key: 'size', type: 'number', label: 'Size' },
  { key: 'apiKey', type: 'text', label: 'Key', sensitive: true },
  { key: 'pins', type: 'multiselect', label: 'Pins', sensitive: true },
];

/** `former` are JSON texts of an earlier version. */
const stateOf = (
  texts: Record<string, string>,
  former: Record<string, string> = {},
): InstallationState => ({
  ...noState,
  get: async (key) => texts[key] ?? null,
  getJson: async <T>(key: string) => JSON.parse(texts[key] ?? 'null') as T | null,
  getFormer: async (key) => JSON.parse(former[key] ?? 'null'),
});

const read = (...given: Parameters<typeof stateOf>) =>
  readStoredSettings(stateOf(...given), FIELDS);

describe('stored settings', () => {
  it('are those that the ecosystem stored: plain ones together, sensitive ones each', async () => {
    const texts = { cfg: '{"country":"FR","size":3,"more":true}', 'cfgsec:apiKey': '12345' };
    expect(await read(texts)).toEqual({ country: 'FR', size: 3, more: true, apiKey: '12345' });
    expect(await read({ 'cfgsec:pins': '["a"]', cfg: '{}' })).toEqual({ pins: ['a'] });
  });

  it('are those of an earlier version where there are no others', async () => {
    const former = { country: '"FR"', size: '3', apiKey: '"12345"', pins: 'null' };
    expect(await read({}, former)).toEqual({ country: 'FR', size: 3, apiKey: '12345' });
    expect(await read({ cfg: '{"country":"DE"}' }, former)).toEqual({ country: 'DE' });
  });

  it('are not what a connector keeps under the name of a field', async () => {
    expect(await read({ country: 'its own' })).toEqual({});
  });
});

describe('a change of settings', () => {
  const change = (state: InstallationState, values: Record<string, unknown>) =>
    settingsChange(state, FIELDS, values);

  it('writes the form of the ecosystem, and leaves what it does not know', async () => {
    const state = stateOf({ cfg: '{"more":true,"country":"FR"}', 'cfgsec:pins': '["a"]' });
    const { texts, fields } = await change(state, { country: 'DE', apiKey: 'k', pins: null });
    expect(fields).toEqual(['country', 'apiKey', 'pins']);
    expect(Object.fromEntries(texts)).toEqual({
      ...{ cfg: '{"more":true,"country":"DE"}', 'cfgsec:apiKey': 'k' },
      ...{ 'cfgsec:pins': null, 'cfgsec:country': null, 'cfgsec:size': null },
    });
  });

  it('is none where every value is the same, whichever form it has', async () => {
    const texts = { cfg: '{"size":3,"country":"FR"}', 'cfgsec:pins': '["a"]' };
    const values = { country: 'FR', size: 3, pins: ['a'] };
    expect((await change(stateOf(texts), values)).texts.size).toBe(0);
    const former = { country: '"FR"', size: '3', pins: '["a"]' };
    expect((await change(stateOf({}, former), values)).texts.size).toBe(0);
  });

  it('turns what an earlier version wrote into the form of the ecosystem', async () => {
    const former = { country: '"FR"', size: '3', apiKey: '"k"' };
    const { texts, fields } = await change(stateOf({}, former), { country: 'FR', apiKey: 'k' });
    expect(fields).toEqual(['size']);
    expect(Object.fromEntries(texts)).toMatchObject({
      ...{ country: null, size: null, apiKey: null },
      ...{ cfg: '{"country":"FR"}', 'cfgsec:apiKey': 'k' },
    });
  });
});
