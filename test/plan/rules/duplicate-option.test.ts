import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

it('takes a number and its text for the same option', () => {
  const fields = [{ name: 'rank', type: 'list', options: ['1', 'gold', 1, 'Gold'] }];
  expect(lintPlan('plan/duplicate-option', { customData: [{ name: 'stores', fields }] })).toEqual([
    'customData[0].fields[0].options[2]: listed-twice name=1',
  ]);
});
