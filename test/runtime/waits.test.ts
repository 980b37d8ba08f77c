import { describe, expect, it } from 'vitest';
import { type Wait, Waits } from '../../src/runtime/waits.ts';
import { ManualClock, settled, T0 } from '../helpers/syncBench.ts';

function setup() {
  const clock = new ManualClock();
  const told: string[] = [];
  const waits = new Waits(clock, ({ reason, until }, now, again) => {
    told.push(`${(now - T0) / 1000} ${reason} ${(until - now) / 1000}${again ? ' again' : ''}`);
  });
  const wait = (seconds: number, more: Partial<Wait> = {}): Wait => ({
    reason: 'lease',
    until: clock.now() + seconds * 1000,
    installationId: 'shop',
    pid: 1,
    ...more,
  });
  return { clock, told, waits, wait };
}

describe('a wait', () => {
  it('of five seconds or less is not reported', async () => {
    const { waits, wait, told, clock } = setup();
    expect(waits.begin(wait(5))).toBeNull();
    await clock.pass(10_000);
    expect(told).toEqual([]);
  });

  it('is reported at once, and every few seconds until it ends', async () => {
    const { waits, wait, told, clock } = setup();
    const ended = waits.begin(wait(30));
    await clock.pass(10_000);
    ended?.();
    await clock.pass(30_000);
    expect(told).toEqual(['0 lease 30', '4 lease 26 again', '8 lease 22 again']);
  });

  it('ends by itself at its time', async () => {
    const { waits, wait, told, clock } = setup();
    waits.begin(wait(6));
    await clock.pass(60_000);
    expect(told).toEqual(['0 lease 6', '4 lease 2 again']);
  });

  it('is reported once for several equal ones: the longest', async () => {
    const { waits, wait, told, clock } = setup();
    for (const seconds of [10, 20, 15]) waits.begin(wait(seconds, { reason: 'retry' }));
    waits.begin(wait(12));
    await clock.pass(4_000);
    expect(told).toEqual(['0 retry 10', '0 lease 12', '4 retry 16 again', '4 lease 8 again']);
  });

  it('is reported again after another one ended, and leaves no timer behind', async () => {
    const { waits, wait, told, clock } = setup();
    waits.begin(wait(10))?.();
    await settled();
    waits.begin(wait(10, { reason: 'store' }))?.();
    await settled();
    await clock.pass(60_000);
    expect(told).toEqual(['0 lease 10', '0 store 10']);
  });
});
