import { systemClock, systemRandom } from '../clock.js';
import type { Random } from '../ports/engine.js';

export const BASE_DELAY_MS = 500;
export const MAX_DELAY_MS = 30_000;

/**
 * Milliseconds that a `Retry-After` header asks for: a number of seconds, or an HTTP date (zero when it has
 * passed). Null when the header is absent or neither.
 */
export function parseRetryAfterMs(
  value: string | number | null | undefined,
  nowMs: number = systemClock.now(),
): number | null {
  const text = String(value ?? '').trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Date.parse takes almost anything for a date; HTTP dates start with the name of a day.
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

export interface BackoffOptions {
  baseDelayMs?: number;
  maxDelayMs?: number;
  random?: Random;
  /** What the server asked for; wins over the computed delay. */
  retryAfterMs?: number | null;
}

/**
 * How long to wait after the `attempt`-th failure, counted from 1: anything between zero and
 * `baseDelayMs * 2^(attempt - 1)` (full jitter), at most `maxDelayMs`.
 */
export function backoffDelayMs(
  attempt: number,
  {
    baseDelayMs = BASE_DELAY_MS,
    maxDelayMs = MAX_DELAY_MS,
    random = systemRandom,
    retryAfterMs,
  }: BackoffOptions = {},
): number {
  if (retryAfterMs !== undefined && retryAfterMs !== null) {
    return Math.min(Math.max(0, retryAfterMs), maxDelayMs);
  }
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** Math.max(0, attempt - 1));
}
