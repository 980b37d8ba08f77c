import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const sources = (...given: [key: string, parentKey?: string][]) =>
  lintPlan('plan/parent-cycle', {
    dataSources: given.map(([key, parentKey]) => ({
      key,
      decl: { label: key, type: 'api' },
      ...(parentKey !== undefined && { parentKey }),
    })),
  });

it('accepts a tree, in any order', () => {
  expect(sources(['store', 'root'], ['root'], ['till', 'store'])).toEqual([]);
});

it('finds each circle once, where it closes', () => {
  expect(sources(['a', 'b'], ['b', 'a'], ['c', 'c'], ['d', 'a'])).toEqual([
    'dataSources[1].parentKey: parent-cycle way=a -> b -> a',
    'dataSources[2].parentKey: parent-cycle way=c -> c',
  ]);
});

it('leaves the middle of a long circle out', () => {
  const ring = Array.from({ length: 50 }, (_, index): [string, string] => [
    `s${index}`,
    `s${(index + 1) % 50}`,
  ]);
  expect(sources(...ring)).toEqual([
    expect.stringContaining('s4 -> s5 -> (39 more) -> s45 -> s46'),
  ]);
});
