import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailureLimit } from '../../../src/runtime/http/failures.ts';

describe('the limit of failures', () => {
  it('is 20 at once and 5 a second, for each address', () => {
    const limit = new FailureLimit();
    const count = (address: string, now: number) =>
      Array.from({ length: 100 }, () => limit.allows(address, now)).filter(Boolean).length;
    expect(count('a', 0)).toBe(20);
    expect(count('b', 0)).toBe(20);
    expect(count('a', 1_000)).toBe(5);
    expect(count('a', 60_000)).toBe(20);
  });

  it('never allows more than that, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000), { maxLength: 300 }), (steps) => {
        const limit = new FailureLimit();
        let now = 0;
        let allowed = 0;
        for (const step of steps) {
          now += step;
          if (limit.allows('a', now)) allowed++;
        }
        expect(allowed).toBeLessThanOrEqual(20 + Math.ceil((now / 1000) * 5));
      }),
    );
  });

  it('remembers a bounded number of addresses', () => {
    const limit = new FailureLimit();
    for (let n = 0; n < 20; n++) limit.allows('first', 0);
    expect(limit.allows('first', 0)).toBe(false);
    for (let n = 0; n < 10_000; n++) limit.allows(`address ${n}`, 0);
    expect(limit.allows('first', 0)).toBe(true);
  });
});
