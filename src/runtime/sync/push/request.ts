/** One request, sent until it is answered for good. Rule P2. */
import { SpmError } from '../../../errors.js';
import type { Outgoing } from '../../api/push-client.js';
import { backoffDelayMs } from '../../outbound/backoff.js';
import type { Clock, Random } from '../../ports/engine.js';
import { type BulkAnswer, readBulkAnswer } from './answer.js';
import type { Lane, Outcome } from './pace/lane.js';

export interface RetryOptions {
  /** Tries of one request in all. */
  attempts: number;
  /** Tries where no connection could be made. */
  unreachableAttempts: number;
  /** How long a request may be tried, waiting included. A longer `Retry-After` ends the step for now. */
  budgetMs: number;
}

export const RETRY: RetryOptions = { attempts: 6, unreachableAttempts: 4, budgetMs: 120_000 };

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
  ambiguous?(): void;
  /** Told how long is waited until a request that was sent before cannot arrive any more. */
  outlasts?(ms: number): void;
  /** Called before a try after the first, with how long it is waited for. */
  retried?(waitMs: number): void;
}

export interface Request extends Omit<Outgoing, 'retryAfterMs'> {
  /** Makes the request; resolves to the SDK's envelope. */
  send(outgoing: Outgoing): Promise<unknown>;
}

/**
 * Sends until there is a final answer, or trying again does not help, and hands that to `accept` before the next request
 * may take its place. Throws what `admit` and `accept` throw.
 */
export async function request(
  work: Request,
  tools: RequestTools,
  accept: (answer: BulkAnswer) => void | Promise<void>,
): Promise<void> {
  const trial: Trial = { ...work, attempt: 0, deadline: Number.POSITIVE_INFINITY };
  for (;;) {
    const wait = await once(trial, tools, accept);
    if (wait === null) return;
    tools.retried?.(wait);
    await tools.clock.sleep(wait, tools.signal);
  }
}

interface Trial extends Request {
  /** Tries so far. */
  attempt: number;
  /** When no more tries are made: counted from the first, not from the wait for a place in the lane. */
  deadline: number;
}

/** One try. Null when the answer was accepted, else how long to wait before the next. */
async function once(
  work: Trial,
  tools: RequestTools,
  accept: (answer: BulkAnswer) => void | Promise<void>,
): Promise<number | null> {
  const { items, body, idempotencyKey } = work;
  const outgoing: Outgoing = { items, body, idempotencyKey, retryAfterMs: null };
  const permit = await tools.lane.enter(body.length);
  let outcome: Outcome = { kind: 'failed' };
  if (++work.attempt === 1) work.deadline = tools.clock.now() + tools.retry.budgetMs;
  try {
    await tools.admit?.();
    const answer = readBulkAnswer(await work.send(outgoing), items.length);
    outcome = outcomeOf(answer, outgoing.retryAfterMs);
    if (answer.kind === 'failed' && answer.repeat === 'ambiguous') tools.ambiguous?.();
    const wait = answer.kind === 'failed' ? waitFor(answer, work, outgoing, tools) : null;
    if (wait === null) await accept(withTime(answer, work, outgoing, tools));
    return wait;
  } finally {
    permit.leave(outcome);
  }
}

type Failed = Extract<BulkAnswer, { kind: 'failed' }>;

/** How long to wait before the next try, or null when there is none. */
function waitFor(
  { repeat }: Failed,
  { attempt, deadline }: Trial,
  { retryAfterMs }: Outgoing,
  { retry, clock, random }: RequestTools,
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

/** A failure that only time will end says when. Nobody waits in the lane until then. */
function withTime(
  answer: BulkAnswer,
  { deadline }: Trial,
  { retryAfterMs }: Outgoing,
  { clock, lane }: RequestTools,
): BulkAnswer {
  if (answer.kind !== 'failed' || answer.repeat === 'never' || retryAfterMs === null) return answer;
  const at = clock.now() + retryAfterMs;
  if (at <= deadline) return answer;
  const error = comeBackLater(answer.error, at);
  lane.close(error);
  return { ...answer, error };
}

function outcomeOf(answer: BulkAnswer, retryAfterMs: number | null): Outcome {
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
    hint: 'The next sync after that time goes on from the last checkpoint.',
    details: { ...error.details, not_before: new Date(at).toISOString() },
  });
}
