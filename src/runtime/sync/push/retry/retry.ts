/** Whether a request is tried again, and after how long. Rule P2. */
import { backoffDelayMs } from '../../../partner-calls/backoff.js';
import type { Clock, Random } from '../../../ports/engine.js';
import type { BulkAnswer } from './answer.js';

export interface RetryOptions {
  /** Tries of one request in all. */
  attempts: number;
  /** Tries where no connection could be made. */
  unreachableAttempts: number;
  /** How long a request may be tried, waiting included. A longer `Retry-After` ends the step for now. */
  budgetMs: number;
}

export const RETRY: RetryOptions = { attempts: 6, unreachableAttempts: 4, budgetMs: 120_000 };

/** A try that failed, and whether it may be repeated. */
export type Failed = Extract<BulkAnswer, { kind: 'failed' }>;

/** A try that failed. */
export interface Tried {
  /** Tries so far. */
  attempt: number;
  /** When no more tries are made. */
  deadline: number;
  /** What the answer's `Retry-After` asks for; null when it asks for nothing. */
  retryAfterMs: number | null;
}

/** How long to wait before the next try, or null when there is none. */
export function retryAfter(
  { repeat }: Failed,
  { attempt, deadline, retryAfterMs }: Tried,
  { retry, clock, random }: { retry: RetryOptions; clock: Clock; random: Random },
): number | null {
  if (repeat === 'never') return null;
  // Being throttled is no failure: only the time is limited, not the number of tries.
  const most = { throttled: Number.POSITIVE_INFINITY, unsent: retry.unreachableAttempts };
  if (attempt >= (repeat === 'ambiguous' ? retry.attempts : most[repeat])) return null;
  const asked = retryAfterMs ?? 0;
  // What it asks for is the least: no time at all, or one that has passed, would have it asked again and again.
  const wait = Math.max(asked, backoffDelayMs(attempt, { random }));
  if (clock.now() + wait > deadline) return null;
  // A pause that the API asks for holds for the whole lane, which knows when it ends.
  return repeat === 'throttled' && wait === asked ? 0 : wait;
}
