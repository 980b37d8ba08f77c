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
  [{ min: 2, max: 1 }, '[0].min: bounds low=2 name=max high=1'],
  [{ minLength: 2, maxLength: 1 }, '[0].minLength: bounds low=2 name=maxLength high=1'],
  [{ maxLength: -1 }, '[0].maxLength: wrong-type expected=length'],
  [{ minLength: 0.5 }, '[0].minLength: wrong-type expected=length'],
  [{ step: 0 }, '[0].step: wrong-type expected=positive'],
])('refuses %j', (field, text) => {
  expect(bounds(field)).toEqual([text]);
});
