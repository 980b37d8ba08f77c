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
  [{ steps: [1] }, 'steps[0]: wrong-type expected=object'],
  [{ steps: [{}] }, 'steps[0].fields: missing expected=array'],
  [{ steps: [{ key: 1, fields: [] }] }, 'steps[0].key: wrong-type expected=string'],
  [
    { steps: [{ fields: [], on_complete: 'x' }] },
    'steps[0].on_complete: wrong-type expected=object',
  ],
  [{ groups: [{ fields: null }] }, 'groups[0].fields: wrong-type expected=array'],
  [{ fields: [null] }, 'fields[0]: wrong-type expected=config-field'],
  [{ fields: [field('')] }, 'fields[0]: wrong-type expected=config-field'],
  [{ fields: [field('a', { pattern: '(' })] }, 'fields[0].pattern: wrong-type expected=pattern'],
  [
    { fields: [field('a', { options: ['x'] })] },
    'fields[0].options[0]: wrong-type expected=option',
  ],
  [{ fields: [field('a', { max: '1' })] }, 'fields[0].max: wrong-type expected=number'],
  [{ fields: [field('a', { remote: {} })] }, 'fields[0].remote: wrong-type expected=remote'],
  [{ fields: [field('a'), field('a')] }, 'fields[1].key: duplicate name=a of=key first='],
  [
    { steps: [{ key: 'x', fields: [field('a')] }], groups: [{ key: 'x', fields: [field('a')] }] },
    'groups[0].key: duplicate name=x of=key first=steps[0]',
  ],
  [
    { steps: [{ key: '1', fields: [] }, { fields: [] }] },
    'steps[1].key: duplicate name=1 of=key first=',
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
