/** Decides whether and when a request is retried. Rule P2. */
import { backoffDelayMs } from '../../../partner-calls/backoff.js';
import type { Clock, Random } from '../../../ports/engine.js';
import type { BulkAnswer } from './answer.js';

export interface RetryOptions {
  /** Maximum attempts of one request. */
  attempts: number;
  /** Maximum attempts while no connection can be made. */
  unreachableAttempts: number;
  /** Maximum time for a request with its retries. A longer `Retry-After` ends the step for now. */
  budgetMs: number;
}

export const RETRY: RetryOptions = { attempts: 6, unreachableAttempts: 4, budgetMs: 120_000 };

/** A failed attempt, and whether it may be repeated. */
export type Failed = Extract<BulkAnswer, { kind: 'failed' }>;

export interface Tried {
  /** Attempts so far. */
  attempt: number;
  /** After this time, there is no further attempt. */
  deadline: number;
  /** The answer's `Retry-After`; null without one. */
  retryAfterMs: number | null;
}

/** How long to wait before the next attempt; null when there is none. */
export function retryAfter(
  { repeat }: Failed,
  { attempt, deadline, retryAfterMs }: Tried,
  { retry, clock, random }: { retry: RetryOptions; clock: Clock; random: Random },
): number | null {
  if (repeat === 'never') return null;
  // Throttling is no failure: it limits the time, not the number of attempts.
  const most = { throttled: Number.POSITIVE_INFINITY, unsent: retry.unreachableAttempts };
  if (attempt >= (repeat === 'ambiguous' ? retry.attempts : most[repeat])) return null;
  const asked = retryAfterMs ?? 0;
  // The back-off is the minimum: a `Retry-After` of zero or in the past would cause a busy loop.
  const wait = Math.max(asked, backoffDelayMs(attempt, { random }));
  if (clock.now() + wait > deadline) return null;
  // The lane applies the API's pause to all requests, and knows when it ends.
  return repeat === 'throttled' && wait === asked ? 0 : wait;
}
