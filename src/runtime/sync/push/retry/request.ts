/** Sends one request until it has a final answer. Rule P2. */
import { SpmError } from '../../../../errors.js';
import type { Clock, Random } from '../../../ports/engine.js';
import type { Lane } from '../pace/lane.js';
import type { Outcome } from '../pace/speed.js';
import { type Failed, type RetryOptions, retryAfter, type Tried } from './retry.js';

export interface RequestTools {
  lane: Lane;
  clock: Clock;
  random: Random;
  retry: RetryOptions;
  /** Ends the wait between attempts. */
  signal: AbortSignal;
  /** Called before each attempt; throws when it must not go out. */
  admit?(): void | Promise<void>;
  /** Called after an attempt that may have been applied. */
  ambiguous?(): void | Promise<void>;
  /** Called with the error when a step's own call is not retried any longer. */
  gaveUp?(error: SpmError): void;
  /** Called before each retry with the time that it waits. */
  retried?(waitMs: number): void;
}

/** The result of an attempt. `failed` may be retried; all others are final. */
export type Answer = Failed | { kind: 'done' | 'settled' | 'refused' };

export interface Request<A extends Answer> {
  /** Size of the body. */
  bytes: number;
  /** Makes one attempt. `retryAfterMs` is the answer's `Retry-After`; null without one. */
  send(): Promise<{ answer: A; retryAfterMs: number | null }>;
}

/**
 * Sends until the answer is final or a retry cannot help, and awaits `accept` with it before the next request may
 * start. Throws the errors of `admit` and `accept`.
 */
export async function request<A extends Answer>(
  work: Request<A>,
  tools: RequestTools,
  accept: (answer: A) => void | Promise<void>,
): Promise<void> {
  const trial: Trial<A> = { ...work, attempt: 0, deadline: Number.POSITIVE_INFINITY };
  for (;;) {
    const wait = await once(trial, tools, accept);
    if (wait === null) return;
    tools.retried?.(wait);
    await tools.clock.sleep(wait, tools.signal);
  }
}

interface Trial<A extends Answer> extends Request<A> {
  /** Attempts so far. */
  attempt: number;
  /** After this time, there is no further attempt. Counted from the first one, not from the wait in the lane. */
  deadline: number;
}

/** One attempt. Returns null when the answer was accepted, otherwise the wait before the next attempt. */
async function once<A extends Answer>(
  work: Trial<A>,
  tools: RequestTools,
  accept: (answer: A) => void | Promise<void>,
): Promise<number | null> {
  const permit = await tools.lane.enter(work.bytes);
  let outcome: Outcome = { kind: 'failed' };
  if (++work.attempt === 1) work.deadline = tools.clock.now() + tools.retry.budgetMs;
  try {
    await tools.admit?.();
    const { answer, retryAfterMs } = await work.send();
    outcome = outcomeOf(answer, retryAfterMs);
    if (answer.kind === 'failed' && answer.repeat === 'ambiguous') await tools.ambiguous?.();
    const { attempt, deadline } = work;
    const tried = { attempt, deadline, retryAfterMs };
    const wait = answer.kind === 'failed' ? retryAfter(answer, tried, tools) : null;
    if (wait === null) await accept(withTime(answer, tried, tools));
    return wait;
  } finally {
    permit.leave(outcome);
  }
}

/** Adds to a long pause when it ends, since the request does not wait for it. */
function withTime<A extends Answer>(
  answer: A,
  { deadline, retryAfterMs }: Tried,
  { clock, lane }: RequestTools,
): A {
  if (answer.kind !== 'failed' || answer.repeat === 'never' || retryAfterMs === null) return answer;
  const at = clock.now() + retryAfterMs;
  if (at <= deadline) return answer;
  const error = comeBackLater(answer.error, at);
  lane.close(error);
  return { ...answer, error };
}

function outcomeOf(answer: Answer, retryAfterMs: number | null): Outcome {
  if (answer.kind !== 'failed') return { kind: 'done' };
  const { status } = answer;
  if (status === 429 || status === 503) {
    return { kind: 'throttled', retryAfterMs, overRate: status === 429 };
  }
  return { kind: 'failed' };
}

function comeBackLater(error: SpmError, at: number): SpmError {
  return new SpmError('SPM_API_THROTTLED', 'The API asks for a longer pause than a run may wait', {
    cause: error,
    hint: 'The next sync after that time continues.',
    details: { ...error.details, not_before: new Date(at).toISOString() },
  });
}
