import { expect, it } from 'vitest';
import { lintWith } from './lint-with.js';

const plan = (name: string, unique_keys?: string[]) => ({
  customData: [
    {
      name,
      fields: ['a', 'b'].map((field) => ({ name: field, type: 'text', required: true })),
      ...(unique_keys && { unique_keys }),
    },
  ],
});

const change = (before: string[] | undefined, now: string[] | undefined) =>
  lintWith('plan/unique-keys-changed', { plan: plan('Store', now), base: plan(' store', before) });

it('does not mind the order, nor a definition that shops do not have', () => {
  expect(change(['a', 'b'], ['b', 'a'])).toEqual([]);
  expect(change(undefined, undefined)).toEqual([]);
  const base = plan('City', ['a']);
  expect(lintWith('plan/unique-keys-changed', { plan: plan('Store', ['b']), base })).toEqual([]);
});

it.each<[string[] | undefined, string[] | undefined, string]>([
  [['a'], ['b'], 'from=a to=b'],
  [['a'], undefined, 'from=a to='],
  [undefined, ['a', 'b'], 'from= to=a,b'],
])('refuses %j and then %j', (before, now, text) => {
  expect(change(before, now)).toEqual([`customData[0].unique_keys: unique-keys-changed ${text}`]);
});
