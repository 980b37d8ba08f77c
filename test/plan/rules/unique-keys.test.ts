import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const keyed = (rule: string, unique_keys?: unknown) =>
  lintPlan(rule, {
    customData: [
      {
        name: 'stores',
        fields: [
          { name: 'store_id', type: 'text', required: true },
          { name: 'lang', type: 'text', default: 'fr' },
        ],
        ...(unique_keys !== undefined && { unique_keys }),
      },
    ],
  });

it('accepts fields, and none at all', () => {
  expect(keyed('plan/unique-keys')).toEqual([]);
  expect(keyed('plan/unique-keys', ['store_id', 'lang'])).toEqual([]);
});

it('finds keys that are no fields, by their exact spelling', () => {
  expect(keyed('plan/unique-keys', ['lang', 'stor_id', 'Lang', 'constructor'])).toEqual([
    'customData[0].unique_keys[1]: "stor_id" is not a field. Did you mean "store_id"?',
    'customData[0].unique_keys[2]: "Lang" is not a field. Did you mean "lang"?',
    'customData[0].unique_keys[3]: "constructor" is not a field',
  ]);
});

it('says of each key only what the rule is about', () => {
  const keys = ['store_id', 'nope', 'nope', 'lang'];
  expect(keyed('plan/duplicate-unique-key', keys)).toEqual([
    'customData[0].unique_keys[2]: "nope" is named twice',
  ]);
  expect(keyed('plan/unique-keys-optional', keys)).toEqual([
    expect.stringMatching(/^customData\[0\]\.unique_keys\[3\]: "lang" is a key, but/),
  ]);
});
