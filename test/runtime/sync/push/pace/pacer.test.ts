import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../../../src/runtime/sync/push/pace/pacer.ts';

/**
 * An API that accepts `rate` requests a second, with a bucket of the same size; it gets requests as fast as the pacer
 * allows.
 */
function drive(rate: number, seconds: number) {
  const pacer = new Pacer(0);
  let now = 0;
  let tokens = rate;
  let filledAt = 0;
  let accepted = 0;
  let refused = 0;
  while (now < seconds * 1000) {
    const wait = pacer.waitMs(now);
    if (wait > 0) {
      now += wait;
      continue;
    }
    pacer.sent(now);
    now += 5;
    tokens = Math.min(rate, tokens + ((now - filledAt) / 1000) * rate);
    filledAt = now;
    if (tokens >= 1) {
      tokens -= 1;
      accepted++;
      pacer.accepted();
    } else {
      refused++;
      pacer.refused(now, 1000);
      now += 1000;
    }
  }
  return { used: accepted / (rate * seconds), refused: refused / (accepted + refused) };
}

describe('an API with a rate limit', () => {
  it.each([5, 10, 50, 150])(
    'of %i a second is used fully, and asked for little too much',
    (rate) => {
      const { used, refused } = drive(rate, 120);
      expect(used).toBeGreaterThan(0.9);
      expect(refused).toBeLessThan(0.05);
    },
  );
});

describe('a pacer', () => {
  it('sets no rate before the first 429', () => {
    const pacer = new Pacer(0);
    for (let n = 0; n < 1000; n++) {
      expect(pacer.waitMs(0)).toBe(0);
      pacer.sent(0);
    }
  });

  it('goes on after a long pause that came when little was accepted', () => {
    const pacer = new Pacer(0);
    pacer.sent(0);
    pacer.accepted();
    pacer.refused(100, 12_000);
    expect(pacer.waitMs(13_000)).toBe(0);
  });

  it('learns from a 429 even if nothing was ever accepted', () => {
    const pacer = new Pacer(0);
    let now = 60_000;
    let sent = 0;
    for (; now < 70_000; now += Math.max(pacer.waitMs(now), 1)) {
      if (pacer.waitMs(now) > 0) continue;
      pacer.sent(now);
      sent++;
      pacer.refused(now, 0);
    }
    expect(sent).toBeLessThan(150);
  });

  it('is not slowed down for long by a pause before anything was accepted', () => {
    const pacer = new Pacer(0);
    pacer.sent(0);
    pacer.refused(20_000, 30_000);
    expect(pacer.waitMs(50_000)).toBe(0);
    pacer.sent(50_000);
    expect(pacer.waitMs(50_000)).toBeLessThanOrEqual(1000);
  });

  it('ignores the time before the first request', () => {
    const pacer = new Pacer(0);
    pacer.sent(3_600_000);
    pacer.accepted();
    pacer.refused(3_600_100, 0);
    expect(pacer.waitMs(3_600_100)).toBeLessThanOrEqual(100);
  });

  it('drops a limit that was not reached for long', () => {
    const pacer = new Pacer(0);
    pacer.sent(0);
    pacer.accepted();
    pacer.refused(0, 0);
    expect(pacer.waitMs(0)).toBeGreaterThan(0);
    pacer.waitMs(5 * 60_000 + 1);
    expect(pacer.waitMs(5 * 60_000 + 1)).toBe(0);
    for (let n = 0; n < 100; n++) pacer.sent(5 * 60_000 + 1);
    expect(pacer.waitMs(5 * 60_000 + 1)).toBe(0);
  });
});
