import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePositions } from '../../../../src/runtime/sync/read/compare-positions.ts';

const keyset = fc.tuple(fc.integer(), fc.nat().map(String));

describe('comparePositions', () => {
  it('orders keysets by their first field, then by the next', () => {
    expect(comparePositions(['2026-01-01', 2], ['2026-01-01', 10])).toBeLessThan(0);
    expect(comparePositions(['2026-01-02', 1], ['2026-01-01', 10])).toBeGreaterThan(0);
    expect(comparePositions({ at: 1, id: '9' }, { id: '10', at: 1 })).toBeLessThan(0);
    expect(comparePositions({ at: 1, id: 2 }, { at: 1, id: 2 })).toBe(0);
  });

  it('returns NaN for different shapes', () => {
    expect(comparePositions(1, '1')).toBeNaN();
    expect(comparePositions([1], [1, 2])).toBeNaN();
    expect(comparePositions({ a: 1 }, { b: 1 })).toBeNaN();
    expect(comparePositions(null, 1)).toBeNaN();
  });

  it('is a total order on keysets of one shape', () => {
    fc.assert(
      fc.property(keyset, keyset, keyset, (a, b, c) => {
        expect(Math.sign(comparePositions(a, b))).toBe(-Math.sign(comparePositions(b, a)) + 0);
        if (comparePositions(a, b) <= 0 && comparePositions(b, c) <= 0) {
          expect(comparePositions(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});
