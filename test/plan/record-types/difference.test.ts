import { expect, it } from 'vitest';
import { differenceOf } from '../../../src/plan/record-types/difference.js';

it('shows the lines that differ, without what is the same around them', () => {
  expect(differenceOf('a\nb\nc\n', 'a\nx\ny\nc\n')).toEqual({
    line: 2,
    removed: ['b'],
    added: ['x', 'y'],
    more: 0,
  });
  expect(differenceOf('', 'a\n')).toEqual({ line: 1, removed: [], added: ['a'], more: 0 });
  expect(differenceOf('a\na\n', 'a\na\na\n')).toEqual({
    line: 3,
    removed: [],
    added: ['a'],
    more: 0,
  });
});

it('is short', () => {
  const many = Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\n');
  const { removed, added, more } = differenceOf('one', many);
  expect([removed.length, added.length, more]).toEqual([1, 8, 42]);
});
