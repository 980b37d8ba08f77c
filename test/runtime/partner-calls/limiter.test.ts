import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeOutboundLimiter } from '../../../src/runtime/partner-calls/limiter.ts';
import { ManualClock, settled } from '../../helpers/syncBench.ts';

function setUp(options: { capacity?: number; refillPerSec?: number } = {}) {
  const clock = new ManualClock(0);
  const limiter = makeOutboundLimiter({
    ...options,
    now: () => clock.now(),
    sleep: (ms) => clock.sleep(ms),
  });
  const went: [string, number][] = [];
  const call = (name: string, key?: string) =>
    limiter(key).then(() => {
      went.push([name, clock.now()]);
    });
  return { clock, call, went };
}

describe('makeOutboundLimiter', () => {
  it('lets the capacity go at once, then one each time a token is made, in order', async () => {
    const { clock, call, went } = setUp({ capacity: 2, refillPerSec: 5 });
    for (const name of ['a', 'b', 'c', 'd']) void call(name);
    await settled();
    await clock.pass(1000);
    expect(went).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 200],
      ['d', 400],
    ]);
  });

  it('keeps keys apart', async () => {
    const { call, went } = setUp({ capacity: 1 });
    await Promise.all([call('a', 'x'), call('b', 'y')]);
    expect(went.map(([name]) => name)).toEqual(['a', 'b']);
  });

  it('saves up no more than the capacity', async () => {
    const { clock, call, went } = setUp({ capacity: 1, refillPerSec: 1 });
    await call('a');
    await clock.pass(60_000);
    void call('b');
    void call('c');
    await settled();
    await clock.pass(1000);
    expect(went.slice(1)).toEqual([
      ['b', 60_000],
      ['c', 61_000],
    ]);
  });

  it('never exceeds its rate over any time, and keeps the order', async () => {
    const gaps = fc.array(fc.nat(400), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(gaps, async (waits) => {
        const { clock, call, went } = setUp({ capacity: 3, refillPerSec: 5 });
        for (const [index, wait] of waits.entries()) {
          await clock.pass(wait);
          void call(String(index));
          await settled();
        }
        await clock.pass(60_000);
        expect(went.map(([name]) => name)).toEqual(waits.map((_, index) => String(index)));
        const times = went.map(([, at]) => at);
        for (let from = 0; from < times.length; from++) {
          for (let to = from; to < times.length; to++) {
            const span = (times[to] as number) - (times[from] as number);
            expect(to - from + 1).toBeLessThanOrEqual(3 + (span / 1000) * 5 + 1e-6);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('rejects settings with which no call could ever go', () => {
    expect(() => makeOutboundLimiter({ capacity: 0 })).toThrow(RangeError);
    expect(() => makeOutboundLimiter({ refillPerSec: 0 })).toThrow(RangeError);
  });
});
