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
  ['system', 'nowhere'],
  ['costum', 'nowhere'],
])('accepts %s %j', (type, target) => {
  expect(to(type, target)).toEqual([]);
});

it.each([
  ['store', 'name=store suggestion=stores'],
  ['contacts', 'name=contacts system=true'],
  ['0', 'name=0'],
  ['99999999999999999999', 'name=99999999999999999999'],
])('refuses custom %j', (target, text) => {
  expect(to('custom', target)).toEqual([
    `customData[1].relationships[0].targetSchema: unknown-target ${text}`,
  ]);
});
