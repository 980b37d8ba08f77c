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
    'customData[0].unique_keys[1]: not-a-field name=stor_id suggestion=store_id',
    'customData[0].unique_keys[2]: not-a-field name=Lang suggestion=lang',
    'customData[0].unique_keys[3]: not-a-field name=constructor',
  ]);
});

it('says of each key only what the rule is about', () => {
  const keys = ['store_id', 'nope', 'nope', 'lang'];
  expect(keyed('plan/duplicate-unique-key', keys)).toEqual([
    'customData[0].unique_keys[2]: listed-twice name=nope',
  ]);
  expect(keyed('plan/unique-keys-optional', keys)).toEqual([
    'customData[0].unique_keys[3]: optional-unique-key name=lang',
  ]);
});
