import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const to = (targetSchema: string, targetField?: string) =>
  lintPlan('plan/target-field', {
    customData: [
      { name: 'Store', fields: [{ name: 'code', type: 'text' }] },
      {
        name: 'Visit',
        fields: [{ name: 'store', type: 'text' }],
        relationships: [
          {
            sourceField: 'store',
            targetSchemaType: 'custom',
            targetSchema,
            ...(targetField !== undefined && { targetField }),
          },
        ],
      },
    ],
  });

it.each<[string, string?]>([
  ['Store'],
  ['Store', 'id'],
  [' store', 'code'],
  ['Visit', 'store'],
  ['30', 'anything'],
  ['elsewhere', 'anything'],
])('accepts %s %s', (schema, field) => {
  expect(to(schema, field)).toEqual([]);
});

it.each([
  ['Store', 'cod', 'unknown-target-field name=cod definition=Store suggestion=code'],
  ['Store', 'Code', 'unknown-target-field name=Code definition=Store suggestion=code'],
  ['visit', 'code', 'unknown-target-field name=code definition=Visit'],
])('refuses %s %s', (schema, field, text) => {
  expect(to(schema, field)).toEqual([`customData[1].relationships[0].targetField: ${text}`]);
});
