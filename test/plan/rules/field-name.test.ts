import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const named = (name: string) =>
  lintPlan('plan/field-name', {
    customData: [{ name: 'stores', fields: [{ name, type: 'text' }] }],
  });

it.each(['a', 'Store_2', 'constructor', 'identity', 'x'.repeat(64)])('accepts %s', (name) => {
  expect(named(name)).toEqual([]);
});

it.each([
  ['ID', 'field-name-taken name=ID'],
  [' code', 'outer-spaces value= code better=code'],
  ['prénom', 'field-name name=prénom better=prenom'],
  ['store-id', 'field-name name=store-id better=store_id'],
  ['2nd', 'field-name name=2nd'],
  ['x'.repeat(65), `field-name name=${'x'.repeat(65)}`],
])('rejects %s', (name, found) => {
  expect(named(name)).toEqual([`customData[0].fields[0].name: ${found}`]);
});
