import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from '../../../src/sandbox/faults/token-bucket.ts';

describe('TokenBucket', () => {
  it('starts full, says how long to wait, and refills evenly', () => {
    let now = 0;
    const bucket = new TokenBucket({ count: 2, per: 's' }, () => now);
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([undefined, undefined, 1]);
    now = 499;
    expect(bucket.take()).toBe(1);
    now = 500;
    expect([bucket.take(), bucket.take()]).toEqual([undefined, 1]);
    now = 60_000;
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([undefined, undefined, 1]);
  });

  it('waits long for a slow rate, and is not fooled by a clock that goes back', () => {
    let now = 10_000;
    const bucket = new TokenBucket({ count: 1, per: 'm' }, () => now);
    expect([bucket.take(), bucket.take()]).toEqual([undefined, 60]);
    now = 0;
    expect(bucket.take()).toBe(60);
    now = 60_000;
    expect(bucket.take()).toBeUndefined();
  });

  it('never gives more than its size and what time brought, and keeps its word', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), steps, (count, waits) => {
        let now = 0;
        let taken = 0;
        const bucket = new TokenBucket({ count, per: 's' }, () => now);
        for (const wait of waits) {
          now += wait;
          const retryAfter = bucket.take();
          if (retryAfter === undefined) taken += 1;
          else {
            now += retryAfter * 1000;
            expect(bucket.take()).toBeUndefined();
            taken += 1;
          }
        }
        expect(taken).toBeLessThanOrEqual(count + (now / 1000) * count + 1e-6);
      }),
    );
  });
});
