import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const sources = (...given: [key: string, parentKey?: string][]) =>
  lintPlan('plan/parent-order', {
    dataSources: given.map(([key, parentKey]) => ({
      key,
      decl: { label: key, type: 'api' },
      ...(parentKey !== undefined && { parentKey }),
    })),
  });

it('accepts parents first, and leaves parents that are missing to another rule', () => {
  expect(sources(['root'], ['store', 'root'], ['till', 'store'], ['lost', 'nowhere'])).toEqual([]);
});

it('finds a parent that is declared later', () => {
  expect(sources(['store', 'root'], ['root'])).toEqual([
    'dataSources[0].parentKey: parent-later name=root parent=provisioning.dataSources[1]',
  ]);
});

it('says nothing of the order inside a circle, which no order helps', () => {
  expect(sources(['a', 'b'], ['b', 'a'], ['c', 'd'], ['d'])).toEqual([
    expect.stringMatching(/^dataSources\[2\]/),
  ]);
});
