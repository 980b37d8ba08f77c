import { describe, expect, it } from 'vitest';
import { systemClock, systemRandom } from '../../src/runtime/clock.ts';

describe('systemClock', () => {
  it('sleeps until its time, or until it is aborted', async () => {
    const before = systemClock.now();
    await systemClock.sleep(5);
    expect(systemClock.now()).toBeGreaterThanOrEqual(before + 4);
    const controller = new AbortController();
    const sleeping = systemClock.sleep(10 ** 12, controller.signal);
    controller.abort();
    await sleeping;
    await systemClock.sleep(10 ** 12, AbortSignal.abort());
  });
});

describe('systemRandom', () => {
  it('is in [0, 1)', () => {
    const value = systemRandom();
    expect(value >= 0 && value < 1).toBe(true);
  });
});
