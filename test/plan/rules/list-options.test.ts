import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const field = (rest: Record<string, unknown>) =>
  lintPlan('plan/list-options', {
    customData: [{ name: 'stores', fields: [{ name: 'rank', ...rest }] }],
  });

it('accepts a list with options, and other types without', () => {
  expect(field({ type: 'list', options: ['gold', 2] })).toEqual([]);
  expect(field({ type: 'text' })).toEqual([]);
});

it.each([{}, { options: [] }])('finds a list without options: %j', (rest) => {
  expect(field({ type: 'list', ...rest })).toEqual([
    expect.stringMatching(/^customData\[0\]\.fields\[0\]\.options: list-options$/),
  ]);
});
