import { expect, it } from 'vitest';
import { checkSchema } from '../../../src/sandbox/platform/config-schema.js';
import { lintConnector } from './lint-connector.js';

const RULE = 'connector/config-schema';
const field = (key: string, more: object = {}) => ({ key, type: 'text', label: key, ...more });

it.each([
  {},
  { fields: [field('a'), field('b')] },
  { steps: [{ label: 'A', fields: [field('a')] }], groups: [{ label: 'B', fields: [field('b')] }] },
])('accepts %j', (configSchema) => {
  expect(lintConnector(RULE, { configSchema })).toEqual([]);
});

it.each<[object, string]>([
  [{ steps: [1] }, 'steps[0]: must be an object'],
  [{ steps: [{}] }, 'steps[0].fields: is required'],
  [{ steps: [{ key: 1, fields: [] }] }, 'steps[0].key: must be a string'],
  [{ steps: [{ fields: [], on_complete: 'x' }] }, 'steps[0].on_complete: must be an object'],
  [{ groups: [{ fields: null }] }, 'groups[0].fields: must be an array'],
  [{ fields: [null] }, 'fields[0]: must be an object with a key and a type'],
  [{ fields: [field('')] }, 'fields[0]: must be an object with a key and a type'],
  [{ fields: [field('a', { pattern: '(' })] }, 'fields[0].pattern: must be a regular expression'],
  [{ fields: [field('a', { options: ['x'] })] }, 'fields[0].options[0]: must be an object with'],
  [{ fields: [field('a', { max: '1' })] }, 'fields[0].max: must be a number'],
  [{ fields: [field('a', { remote: {} })] }, 'fields[0].remote: must have resource'],
  [{ fields: [field('a'), field('a')] }, 'fields[1].key: "a" is already the key of'],
  [
    { steps: [{ key: 'x', fields: [field('a')] }], groups: [{ key: 'x', fields: [field('a')] }] },
    'groups[0].key: "x" is already the key of steps[0]',
  ],
  [
    { steps: [{ key: '1', fields: [] }, { fields: [] }] },
    'steps[1].key: "1" is already the key of',
  ],
])('finds what is wrong in %j, as the platform does', (configSchema, text) => {
  expect(lintConnector(RULE, { configSchema })).toContainEqual(
    expect.stringContaining(`configSchema.${text}`),
  );
  expect(() => checkSchema(configSchema)).toThrow();
});

it('leaves to connector/shape what is no form at all', () => {
  for (const configSchema of [undefined, null, [], { steps: {}, fields: 1 }]) {
    expect(lintConnector(RULE, { configSchema })).toEqual([]);
  }
});
