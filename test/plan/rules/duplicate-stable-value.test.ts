import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const sources = (...configs: [stableConfigKey: string, config: Record<string, unknown>][]) =>
  lintPlan('plan/duplicate-stable-value', {
    dataSources: configs.map(([stableConfigKey, config], index) => ({
      key: `s${index}`,
      decl: { label: `S${index}`, type: 'api', stableConfigKey, config },
    })),
  });

it('accepts the same value under different keys, and values that identify nothing', () => {
  expect(sources(['a', { a: 1 }], ['b', { b: 1 }], ['a', {}], ['a', {}])).toEqual([]);
});

it('takes a number and its text for the same value', () => {
  expect(sources(['a', { a: 1 }], ['a', { a: '1' }])).toEqual([
    'dataSources[1].decl.config.a: duplicate name=1 of=stable value first=provisioning.dataSources[0]',
  ]);
});
