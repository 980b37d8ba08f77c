import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../../../src/errors.ts';
import type { Repeat } from '../../../../../src/runtime/sync/push/retry/answer.ts';
import { RETRY, retryAfter, type Tried } from '../../../../../src/runtime/sync/push/retry/retry.ts';
import { ManualClock, T0 } from '../../../../helpers/syncBench.ts';

/** Half the longest wait of each back-off: 250 ms after the first try. */
function waitAfter(repeat: Repeat, tried: Partial<Tried> = {}): number | null {
  const failed = { kind: 'failed' as const, error: new SpmError('SPM_API_ERROR', 'no') };
  return retryAfter(
    { ...failed, status: 500, repeat },
    { attempt: 1, deadline: T0 + RETRY.budgetMs, retryAfterMs: null, ...tried },
    { retry: RETRY, clock: new ManualClock(), random: () => 0.5 },
  );
}

describe('P2: a retry', () => {
  it('is not made when time does not help', () => {
    expect(waitAfter('never')).toBeNull();
    expect(waitAfter('never', { retryAfterMs: 10 })).toBeNull();
  });

  it.each([
    ['ambiguous', RETRY.attempts],
    ['unsent', RETRY.unreachableAttempts],
  ] as const)('is limited for one whose outcome is %s: %i tries', (repeat, most) => {
    expect(waitAfter(repeat, { attempt: most - 1 })).toBeGreaterThan(0);
    expect(waitAfter(repeat, { attempt: most })).toBeNull();
  });

  it('is limited only by time when the API throttles', () => {
    expect(waitAfter('throttled', { attempt: 1000 })).toBeGreaterThan(0);
    expect(waitAfter('throttled', { attempt: 1000, deadline: T0 })).toBeNull();
  });

  it('is limited by the deadline, including the wait', () => {
    expect(waitAfter('ambiguous', { deadline: T0 + 250 })).toBe(250);
    expect(waitAfter('ambiguous', { deadline: T0 + 249 })).toBeNull();
    expect(waitAfter('ambiguous', { retryAfterMs: 500, deadline: T0 + 499 })).toBeNull();
  });
});

describe('the wait before a retry', () => {
  it('grows with each attempt', () => {
    const waits = [1, 2, 3, 4, 5].map((attempt) => waitAfter('ambiguous', { attempt }));
    expect(waits).toEqual([250, 500, 1000, 2000, 4000]);
  });

  it('is at least what the answer asks for', () => {
    expect(waitAfter('ambiguous', { retryAfterMs: 300 })).toBe(300);
    expect(waitAfter('ambiguous', { retryAfterMs: 0 })).toBe(250);
    expect(waitAfter('throttled', { retryAfterMs: 0 })).toBe(250);
  });

  it('is left to the lane when the pause holds for all requests', () => {
    expect(waitAfter('throttled', { retryAfterMs: 300 })).toBe(0);
    expect(waitAfter('throttled', { retryAfterMs: 200 })).toBe(250);
  });
});
