import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, nearest } from '../src/nearest.js';

describe('nearest', () => {
  it.each([
    ['--limt', '--limit'],
    ['lnit', 'lint'],
    ['INIT', 'init'],
    ['conector', 'connector'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, ['--limit', 'lint', 'init', 'connector', 'store'])).toBe(meant);
  });

  it('suggests nothing that is far away', () => {
    expect(nearest('zebra', ['lint', 'init'])).toBeUndefined();
    expect(didYouMean('zebra', [])).toBeUndefined();
  });

  it('asks', () => {
    expect(didYouMean('synk', ['sync', 'serve'])).toBe('Did you mean "sync"?');
  });

  it('finds every word itself', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1, selector: (s) => s.toLowerCase() }),
        (words) => {
          for (const word of words) expect(nearest(word, words)).toBe(word);
        },
      ),
    );
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['text', 'txet', 1],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is symmetric and no longer than the longer word', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
