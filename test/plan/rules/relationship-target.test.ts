import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const to = (targetSchemaType: string, targetSchema: unknown) =>
  lintPlan('plan/relationship-target', {
    customData: [
      { name: 'stores', fields: [] },
      {
        name: 'visits',
        fields: [{ name: 'ref', type: 'number' }],
        relationships: [{ sourceField: 'ref', targetSchemaType, targetSchema }],
      },
    ],
  });

it.each([
  ['system', 'contacts'],
  ['system', 'products'],
  ['custom', 'stores'],
  ['custom', ' Stores'],
  ['custom', 'visits'],
  ['custom', '30'],
  ['custom', 30],
])('accepts %s %j', (type, target) => {
  expect(to(type, target)).toEqual([]);
});

it.each([
  ['system', 'contact', /targetSchema: "contact" is not a system schema.*Did you mean "contacts"/],
  ['system', 'stores', /targetSchema: "stores" is not a system schema/],
  ['custom', 'store', /targetSchema: "store" is neither.*Did you mean "stores"/],
  ['custom', 'contacts', /'system'/],
  ['costum', 'stores', /targetSchemaType: "costum" is neither/],
])('refuses %s %j', (type, target, text) => {
  expect(to(type, target)).toEqual([expect.stringMatching(text)]);
});
