import { systemClock } from '../clock.js';

export interface OutboundLimiterOptions {
  /** How many calls may go at once after an idle time. Default 20. */
  capacity?: number;
  /** Tokens added per second. Default 5. */
  refillPerSec?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
  sleep?: (ms: number) => Promise<void>;
}

export type OutboundLimiter = (key?: string) => Promise<void>;

interface Bucket {
  /** Negative while calls wait: one below zero per waiting call. */
  tokens: number;
  at: number;
}

/**
 * A token bucket per key for calls to a partner's API: `await limiter(key)` resolves when a call may go. A waiting
 * call reserves its token at once, so calls with one key go in the order in which they asked.
 */
export function makeOutboundLimiter({
  capacity = 20,
  refillPerSec = 5,
  now = systemClock.now,
  sleep = systemClock.sleep,
}: OutboundLimiterOptions = {}): OutboundLimiter {
  if (!(capacity >= 1) || !(refillPerSec > 0)) {
    throw new RangeError('makeOutboundLimiter: capacity must be at least 1, refillPerSec above 0');
  }
  const buckets = new Map<string, Bucket>();
  return async (key = '') => {
    const at = now();
    const last = buckets.get(key) ?? { tokens: capacity, at };
    const refill = (Math.max(0, at - last.at) / 1000) * refillPerSec;
    const tokens = Math.min(capacity, last.tokens + refill) - 1;
    buckets.set(key, { tokens, at });
    if (tokens < 0) await sleep(Math.ceil((-tokens / refillPerSec) * 1000));
  };
}
