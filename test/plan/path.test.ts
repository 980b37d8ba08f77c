import { expect, it } from 'vitest';
import { comparePaths } from '../../src/plan/path.js';

it('orders places as they stand', () => {
  const ordered = [
    '',
    'meta',
    'meta.name',
    'steps',
    'steps[2]',
    'steps[2].a',
    'steps[10]',
    'steps[10].b[0]',
    'z',
  ];
  expect([...ordered].reverse().sort(comparePaths)).toEqual(ordered);
  for (const path of ordered) expect(comparePaths(path, path)).toBe(0);
});
