/** One request, sent until it is answered for good. Rule P2. */
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
  /** Ends the waiting between tries. */
  signal: AbortSignal;
  /** Called before each try; throws when it must not go out. */
  admit?(): void | Promise<void>;
  /** Called after a try that may or may not have been applied. */
  ambiguous?(): void | Promise<void>;
  /** Told why a call of the step's own is not tried any more, for now or for good. */
  gaveUp?(error: SpmError): void;
  /** Called before a try after the first, with how long it is waited for. */
  retried?(waitMs: number): void;
}

/** What a try came to. `failed` may be tried again; anything else is a final answer. */
export type Answer = Failed | { kind: 'done' | 'settled' | 'refused' };

export interface Request<A extends Answer> {
  /** Of its body. */
  bytes: number;
  /** Makes one try. `retryAfterMs` is what the answer's `Retry-After` asks for; null when it asks for nothing. */
  send(): Promise<{ answer: A; retryAfterMs: number | null }>;
}

/**
 * Sends until there is a final answer, or trying again does not help, and hands that to `accept` before the next request
 * may take its place. Throws what `admit` and `accept` throw.
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
  /** Tries so far. */
  attempt: number;
  /** When no more tries are made: counted from the first, not from the wait for a place in the lane. */
  deadline: number;
}

/** One try. Null when the answer was accepted, else how long to wait before the next. */
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

/** A failure that only time will end says when. Nobody waits in the lane until then. */
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
  return new SpmError('SPM_API_THROTTLED', 'The API asks for a longer pause than a run waits for', {
    cause: error,
    hint: 'The next sync after that time goes on.',
    details: { ...error.details, not_before: new Date(at).toISOString() },
  });
}
