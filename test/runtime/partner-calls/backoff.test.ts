import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffDelayMs, parseRetryAfterMs } from '../../../src/runtime/partner-calls/backoff.ts';

describe('parseRetryAfterMs', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it('reads seconds and HTTP dates', () => {
    expect(parseRetryAfterMs('120', now)).toBe(120_000);
    expect(parseRetryAfterMs(' 0 ', now)).toBe(0);
    expect(parseRetryAfterMs('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
  });

  it('accepts nothing else', () => {
    for (const value of [null, undefined, '', 'soon', '-5', '1e9', 'Thu, nonsense', '2026']) {
      expect(parseRetryAfterMs(value, now)).toBe(value === '2026' ? 2_026_000 : null);
    }
  });
});

describe('backoffDelayMs', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('doubles its ceiling with each attempt, up to the maximum', () => {
    const ceiling = (attempt: number) => backoffDelayMs(attempt, { random: () => 1 });
    expect([1, 2, 3, 7, 100].map(ceiling)).toEqual([500, 1000, 2000, 30_000, 30_000]);
  });

  it('is anywhere between zero and the ceiling', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), random, (attempt, r) => {
        const delay = backoffDelayMs(attempt, { random: () => r });
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** (attempt - 1)));
      }),
    );
  });

  it('is what the server asks for, up to the maximum', () => {
    expect(backoffDelayMs(1, { retryAfterMs: 7_000 })).toBe(7_000);
    expect(backoffDelayMs(1, { retryAfterMs: 70_000, maxDelayMs: 9_000 })).toBe(9_000);
    expect(backoffDelayMs(1, { retryAfterMs: null, random: () => 0 })).toBe(0);
  });
});
