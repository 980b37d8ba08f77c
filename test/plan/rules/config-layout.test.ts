import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const layout = (configSchema: unknown) =>
  lintConnector('connector/config-layout', { configSchema });

it('accepts one way', () => {
  for (const name of ['steps', 'groups', 'fields']) expect(layout({ [name]: [] })).toEqual([]);
  expect(layout({})).toEqual([]);
});

it('warns about each other one', () => {
  expect(layout({ fields: [], steps: [], groups: [] })).toEqual([
    'configSchema.fields: second-layout first=steps',
    'configSchema.groups: second-layout first=steps',
  ]);
});
