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
  ['contact', 'Did you mean "contacts"?'],
  ['Contacts', 'Did you mean "contacts"?'],
  ['stores', "targetSchemaType 'custom'"],
  ['constructor', 'those are contacts and products'],
  [30, '"30" is not'],
])('refuses %j', (target, text) => {
  expect(to(target)).toEqual([expect.stringContaining(text)]);
});
