import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/sandbox/faults/random.ts';

const first = (n: number, random: () => number) => Array.from({ length: n }, random);

describe('seededRandom', () => {
  it('repeats itself for the same seed and stream, and for no other', () => {
    const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const stream = fc.nat(1000);
    fc.assert(
      fc.property(seed, stream, (s, t) => {
        const numbers = first(20, seededRandom(s, t));
        expect(first(20, seededRandom(s, t))).toEqual(numbers);
        expect(first(20, seededRandom(s, t + 1))).not.toEqual(numbers);
        expect(first(20, seededRandom(s === 0 ? 1 : s - 1, t))).not.toEqual(numbers);
        for (const number of numbers) expect(number >= 0 && number < 1).toBe(true);
      }),
    );
  });

  it.each([0, 1, 2, 42])('is even from seed %i', (seed) => {
    const numbers = first(10_000, seededRandom(seed, 3));
    for (const limit of [0.05, 0.5, 0.9]) {
      const share = numbers.filter((number) => number < limit).length / numbers.length;
      expect(Math.abs(share - limit)).toBeLessThan(0.02);
    }
  });

  it('starts apart in streams of one seed', () => {
    const starts = Array.from({ length: 1000 }, (_, stream) => seededRandom(1, stream)());
    const share = starts.filter((number) => number < 0.5).length / starts.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.06);
  });
});
