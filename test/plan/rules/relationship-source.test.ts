import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const from = (sourceField: string) =>
  lintPlan('plan/relationship-source', {
    customData: [
      {
        name: 'visits',
        fields: [{ name: 'contact', type: 'number' }],
        relationships: [{ sourceField, targetSchemaType: 'system', targetSchema: 'contacts' }],
      },
    ],
  });

it('accepts a field', () => {
  expect(from('contact')).toEqual([]);
});

it('finds what is no field', () => {
  expect(from('contct')).toEqual([
    'customData[0].relationships[0].sourceField: not-a-field name=contct suggestion=contact',
  ]);
});
