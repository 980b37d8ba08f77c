import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const keyed = (unique_keys?: unknown) =>
  lintPlan('plan/unique-keys', {
    customData: [
      {
        name: 'stores',
        fields: [
          { name: 'store_id', type: 'text' },
          { name: 'lang', type: 'text' },
        ],
        ...(unique_keys !== undefined && { unique_keys }),
      },
    ],
  });

it('accepts fields, and none at all', () => {
  expect(keyed()).toEqual([]);
  expect(keyed(['store_id', 'lang'])).toEqual([]);
});

it('finds keys that are no fields', () => {
  expect(keyed(['lang', 'stor_id'])).toEqual([
    'customData[0].unique_keys[1]: "stor_id" is not a field. Did you mean "store_id"?',
  ]);
});

it('finds an empty list', () => {
  expect(keyed([])).toEqual([
    expect.stringMatching(/^customData\[0\]\.unique_keys: is an empty list/),
  ]);
});

it('finds a key that is named twice', () => {
  expect(keyed(['lang', 'lang'])).toEqual(['customData[0].unique_keys[1]: "lang" is named twice']);
});
