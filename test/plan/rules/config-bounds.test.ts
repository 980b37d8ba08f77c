import { expect, it } from 'vitest';
import { lintFields } from './lint-connector.js';

const bounds = (field: Record<string, unknown>) => lintFields('connector/config-bounds', field);

it.each([{}, { min: 1, max: 1, step: 0.5 }, { minLength: 0, maxLength: 8 }, { min: '9', max: 1 }])(
  'accepts %j',
  (field) => {
    expect(bounds(field)).toEqual([]);
  },
);

it.each([
  [{ min: 2, max: 1 }, '[0].min: 2 is more than the max, 1'],
  [{ minLength: 2, maxLength: 1 }, '[0].minLength: 2 is more than the maxLength, 1'],
  [{ maxLength: -1 }, '[0].maxLength: must be a whole number from 0'],
  [{ minLength: 0.5 }, '[0].minLength: must be a whole number from 0'],
  [{ step: 0 }, '[0].step: must be more than 0'],
])('refuses %j', (field, text) => {
  expect(bounds(field)).toEqual([text]);
});
