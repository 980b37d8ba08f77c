import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const to = (targetSchema: unknown) =>
  lintPlan('plan/system-schema', {
    customData: [
      {
        name: 'stores',
        fields: [{ name: 'ref', type: 'number' }],
        relationships: [{ sourceField: 'ref', targetSchemaType: 'system', targetSchema }],
      },
    ],
  });

it.each(['contacts', 'products'])('accepts %s', (target) => {
  expect(to(target)).toEqual([]);
});

it.each([
  ['contact', 'suggestion=contacts'],
  ['Contacts', 'suggestion=contacts'],
  ['stores', 'custom=true'],
  ['constructor', 'not-a-system-schema name=constructor'],
  [30, 'not-a-system-schema name=30'],
])('refuses %j', (target, text) => {
  expect(to(target)).toEqual([expect.stringContaining(text)]);
});
