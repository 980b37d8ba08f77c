/** One request, sent until it is answered for good. Rule P2. */
import { SpmError } from '../../../../errors.js';
import type { Outgoing } from '../../../api/push-client.js';
import type { Clock, Random } from '../../../ports/engine.js';
import type { Lane } from '../pace/lane.js';
import type { Outcome } from '../pace/speed.js';
import { type BulkAnswer, readBulkAnswer } from './answer.js';
import { type RetryOptions, retryAfter } from './retry.js';

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
  late?(ms: number): void;
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
    const { attempt, deadline } = work;
    const tried = { attempt, deadline, retryAfterMs: outgoing.retryAfterMs };
    const wait = answer.kind === 'failed' ? retryAfter(answer, tried, tools) : null;
    if (wait === null) await accept(withTime(answer, work, outgoing, tools));
    return wait;
  } finally {
    permit.leave(outcome);
  }
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
