import { systemClock, systemRandom } from '../clock.js';
import type { Random } from '../ports/engine.js';
import { BASE_DELAY_MS, backoffDelayMs, MAX_DELAY_MS, parseRetryAfterMs } from './backoff.js';

/** The part of a response that is read. A `fetch` Response fits. */
export interface RetryableResponse {
  status: number;
  headers: { get(name: string): string | null };
  body?: { cancel(): Promise<void> } | null;
}

export interface FetchWithRetryOptions {
  /** Number of calls, including the first. Default 4. */
  maxAttempts?: number;
  baseDelayMs?: number;
  maxDelayMs?: number;
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  random?: Random;
  /** The current time in milliseconds since the epoch, to compare with a `Retry-After` date. */
  now?: () => number;
  /** Default: 429 and 5xx. */
  retryOnStatus?: readonly number[] | ((status: number) => boolean);
  signal?: AbortSignal;
  /** A `Retry-After` longer than this ends the retries. Default 5 minutes. */
  maxRetryAfterMs?: number;
}

const FIVE_MINUTES = 5 * 60_000;
const throttledOrBroken = (status: number) => status === 429 || status >= 500;

/**
 * Calls `doFetch` until it succeeds or the attempts are used up, with a back-off in between. It waits the full
 * `Retry-After`. Resolves to the last response with any status; rejects with the last network error, or with the
 * reason of an aborted signal.
 */
export async function fetchWithRetry<R extends RetryableResponse>(
  doFetch: () => Promise<R>,
  options: FetchWithRetryOptions = {},
): Promise<R> {
  const { maxAttempts = 4, signal, sleep = systemClock.sleep } = options;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const outcome = await attemptOnce(doFetch, options);
    const wait = attempt < maxAttempts ? delayAfter(outcome, attempt, options) : null;
    if (wait === null) {
      if ('error' in outcome) throw outcome.error;
      return outcome.response;
    }
    // An unread body would keep its connection open.
    if ('response' in outcome) await outcome.response.body?.cancel().catch(() => {});
    await sleep(wait, signal);
  }
}

type Outcome<R> = { response: R } | { error: unknown };

async function attemptOnce<R>(
  doFetch: () => Promise<R>,
  { signal }: FetchWithRetryOptions,
): Promise<Outcome<R>> {
  try {
    return { response: await doFetch() };
  } catch (error) {
    signal?.throwIfAborted();
    return { error };
  }
}

/** Milliseconds to wait before the next attempt, or null when the response must not be retried. */
function delayAfter(
  outcome: Outcome<RetryableResponse>,
  attempt: number,
  {
    baseDelayMs = BASE_DELAY_MS,
    maxDelayMs = MAX_DELAY_MS,
    random = systemRandom,
    now = systemClock.now,
    retryOnStatus = throttledOrBroken,
    maxRetryAfterMs = FIVE_MINUTES,
  }: FetchWithRetryOptions,
): number | null {
  const computed = () => backoffDelayMs(attempt, { baseDelayMs, maxDelayMs, random });
  if ('error' in outcome) return isAbort(outcome.error) ? null : computed();
  const { status, headers } = outcome.response;
  const retry =
    typeof retryOnStatus === 'function' ? retryOnStatus(status) : retryOnStatus.includes(status);
  if (!retry) return null;
  const asked = parseRetryAfterMs(headers.get('retry-after'), now());
  if (asked === null) return computed();
  return asked > maxRetryAfterMs ? null : asked;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
