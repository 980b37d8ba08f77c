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
])('suggests for %s %s', (type, right) => {
  expect(typed(type)).toEqual([
    `customData[0].fields[0].type: unknown-type type=${type} of=field suggestion=${right}`,
  ]);
});

it('suggests nothing if nothing is near', () => {
  expect(typed('quaternion')).toEqual([
    'customData[0].fields[0].type: unknown-type type=quaternion of=field',
  ]);
});
