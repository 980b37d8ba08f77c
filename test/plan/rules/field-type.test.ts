import { expect, it } from 'vitest';
import { FIELD_TYPES } from '../../../src/connector/types.js';
import { lintPlan } from './lint-with.js';

const typed = (...types: string[]) =>
  lintPlan('plan/field-type', {
    customData: [
      { name: 'stores', fields: types.map((type, index) => ({ name: `f${index}`, type })) },
    ],
  });

it('accepts the types of the platform', () => {
  expect(typed(...FIELD_TYPES)).toEqual([]);
});

it.each([
  ['string', 'text'],
  ['boolean', 'bool'],
  ['int', 'number'],
  ['float', 'decimal'],
  ['Text', 'text'],
  ['datetme', 'datetime'],
])('for %s says %s', (type, right) => {
  expect(typed(type)).toEqual([
    `customData[0].fields[0].type: "${type}" is not a field type. Write "${right}".`,
  ]);
});

it('lists the types when nothing is near', () => {
  expect(typed('quaternion')).toEqual([expect.stringContaining('The types are bool, text,')]);
});
