import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffWindowMs, notBefore } from '../../../../src/runtime/sync/step/backoff.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('backoffWindowMs', () => {
  it('doubles from one minute to a day', () => {
    expect([0, 1, 2, 3, 11].map(backoffWindowMs)).toEqual(
      [0, 1, 2, 4, 1024].map((minutes) => minutes * MINUTE),
    );
    expect([12, 100, 5000].map(backoffWindowMs)).toEqual([DAY, DAY, DAY]);
  });

  it('never shrinks', () => {
    fc.assert(
      fc.property(fc.nat(3000), (n) => {
        expect(backoffWindowMs(n + 1)).toBeGreaterThanOrEqual(backoffWindowMs(n));
      }),
    );
  });
});

describe('notBefore', () => {
  it('is null without a failure, and once the wait is over', () => {
    expect(notBefore(null, 0)).toBeNull();
    expect(notBefore({ updatedAt: 500, consecutiveFailures: 0 }, 100)).toBeNull();
    expect(notBefore({ updatedAt: 0, consecutiveFailures: 1 }, MINUTE)).toBeNull();
  });

  it('is the end of the wait, which a clock that was set back does not stretch', () => {
    expect(notBefore({ updatedAt: 0, consecutiveFailures: 2 }, MINUTE)).toBe(2 * MINUTE);
    expect(notBefore({ updatedAt: DAY, consecutiveFailures: 1 }, 0)).toBe(MINUTE);
  });
});
