import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejectsTolerated } from '../../../../src/runtime/sync/commit/tolerance.ts';

describe('rejectsTolerated', () => {
  it('follows the policy', () => {
    expect(rejectsTolerated(undefined, 1, 99)).toBe(false);
    expect(rejectsTolerated(false, 1, 99)).toBe(false);
    expect(rejectsTolerated(true, 99, 0)).toBe(true);
    expect(rejectsTolerated({ maxRatio: 0.01 }, 1, 99)).toBe(true);
    expect(rejectsTolerated({ maxRatio: 0.01 }, 2, 98)).toBe(false);
    expect(rejectsTolerated({ maxRatio: 1 }, 5, 0)).toBe(true);
  });

  it('tolerates what has no reject, also where nothing was attempted', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(undefined, false, true, { maxRatio: 0 }),
        fc.nat(),
        (policy, n) => {
          expect(rejectsTolerated(policy, 0, n)).toBe(true);
        },
      ),
    );
  });

  it('tolerates no more when more is rejected', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(1000),
        fc.nat(1000),
        (maxRatio, rejected, accepted) => {
          if (rejectsTolerated({ maxRatio }, rejected + 1, accepted)) {
            expect(rejectsTolerated({ maxRatio }, rejected, accepted)).toBe(true);
          }
        },
      ),
    );
  });
});
