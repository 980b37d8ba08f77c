import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const source = (stableConfigKey: string, config?: Record<string, unknown>) =>
  lintPlan('plan/stable-config-key', {
    dataSources: [
      { key: 'a', decl: { label: 'A', type: 'api', stableConfigKey, ...(config && { config }) } },
    ],
  });

it.each(['75', 75, 0])('accepts %j as an identity', (id) => {
  expect(source('store_id', { store_id: id })).toEqual([]);
});

it.each([undefined, null, '', {}, [], Number.NaN, true])('refuses %j', (id) => {
  expect(source('store_id', { store_id: id })).toHaveLength(1);
});

it('refuses a key that is not there, also one that every object inherits', () => {
  expect(source('store_id')).toHaveLength(1);
  expect(source('constructor', { store_id: 1 })).toHaveLength(1);
  expect(source('storeid', { store_id: 1 })).toEqual([
    expect.stringContaining('suggestion=store_id'),
  ]);
});
