import { systemClock, systemRandom } from '../clock.js';
import type { Random } from '../ports/engine.js';

export const BASE_DELAY_MS = 500;
export const MAX_DELAY_MS = 30_000;

/**
 * Parses a `Retry-After` header into milliseconds. It holds a number of seconds or an HTTP date; a past date gives
 * zero. Null when the header is absent or invalid.
 */
export function parseRetryAfterMs(
  value: string | number | null | undefined,
  nowMs: number = systemClock.now(),
): number | null {
  const text = String(value ?? '').trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Date.parse accepts almost any text, so require the day name that starts an HTTP date.
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

export interface BackoffOptions {
  baseDelayMs?: number;
  maxDelayMs?: number;
  random?: Random;
  /** The delay that the server asked for. It replaces the computed delay. */
  retryAfterMs?: number | null;
}

/**
 * The delay after the `attempt`-th failure, counted from 1: a random time between zero and `baseDelayMs * 2^(attempt -
 * 1)` (full jitter), at most `maxDelayMs`.
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
