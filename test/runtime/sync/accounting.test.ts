import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCounts, noCounts } from '../../../src/runtime/sync/accounting.ts';

const counts = fc.record({
  read: fc.nat(),
  acknowledged: fc.nat(),
  unchanged: fc.nat(),
  skipped: fc.nat(),
  rejected: fc.nat(),
});

describe('addCounts', () => {
  it('adds each count and changes neither side', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const sum = addCounts(Object.freeze(a), Object.freeze(b));
        for (const name of Object.keys(a) as (keyof typeof a)[]) {
          expect(sum[name]).toBe(a[name] + b[name]);
        }
        expect(addCounts(a, noCounts())).toEqual(a);
      }),
    );
  });
});
