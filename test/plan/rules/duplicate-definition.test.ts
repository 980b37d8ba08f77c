import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const named = (...names: string[]) =>
  lintPlan('plan/duplicate-definition', {
    customData: names.map((name) => ({ name, fields: [] })),
  });

it('accepts different names', () => {
  expect(named('stores', 'visits')).toEqual([]);
});

it('finds names that the platform takes for the same', () => {
  expect(named('Stores', 'visits', ' stores ')).toEqual([
    'customData[2].name: " stores " is the same name as that of provisioning.customData[0]',
  ]);
});

it('leaves names that are missing to plan/shape', () => {
  expect(named('', '')).toEqual([]);
});
