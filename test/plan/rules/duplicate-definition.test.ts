import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const named = (...names: string[]) =>
  lintPlan('plan/duplicate-definition', {
    customData: names.map((name) => ({ name, fields: [] })),
  });

it('accepts different names', () => {
  expect(named('stores', 'visits', 'store s')).toEqual([]);
});

it.each([' stores ', 'STORES', 'Storés', 'sto\u0301res'])('takes %j for "Stores"', (name) => {
  expect(named('Stores', 'visits', name)).toEqual([
    `customData[2].name: duplicate-definition name=${name} first=provisioning.customData[0]`,
  ]);
});

it('leaves names that are missing to plan/shape', () => {
  expect(named('', '')).toEqual([]);
});
