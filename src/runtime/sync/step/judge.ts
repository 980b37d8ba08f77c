/** Decides from the errors of a step how it ended. */
import { INTERRUPTED } from '../../../connector/interruptible.js';
import type { SpmError } from '../../../errors.js';
import { decideOutcome, type StepOutcome } from '../commit/outcome.js';
import { endsAllSteps, errorLine } from '../errors.js';
import { isBulk } from './bulk-step.js';
import type { CodeEnd } from './code.js';
import type { RunningStep } from './running.js';
import { backfillStart } from './window/window.js';

/** The errors of a step, one per line; empty when it is clean. Includes errors that its code swallowed. */
export function errorsOf<S>({ failures }: RunningStep<S>, { errors, thrown }: CodeEnd): string[] {
  const lines = errors.map((error) => withReason(error, failures.first));
  if (thrown !== null) lines.push(errorLine(thrown));
  const swallowed = lines.length > 0 ? null : failures.problem();
  return swallowed === null ? lines : [swallowed];
}

/** A step that returns only the message of an error drops its cause, which the operator needs. */
function withReason(line: unknown, failure: unknown): string {
  return errorLine(failure instanceof Error && failure.message === line ? failure : line);
}

/** Whether a shutdown stopped the step. A plain step does not say so, so it counts as stopped. */
export function isInterrupted<S>({ env, step }: RunningStep<S>, errors: readonly string[]) {
  return env.shutdown.aborted && (errors.length > 0 || !isBulk(step));
}

/**
 * Whether the step read on after a failure, which may then lie before its last checkpoint. A step that throws an error
 * stops there. A plain step that returns an error may have read on after it.
 */
export function readOn<S>({ step }: RunningStep<S>, { errors, thrown }: CodeEnd): boolean {
  return isBulk(step) ? thrown === null : errors.some((error) => error !== INTERRUPTED);
}

/** The error that ends all steps of the installation, or null. */
export function errorThatEndsRun<S>({ failures, missing }: RunningStep<S>, { thrown }: CodeEnd) {
  for (const error of [failures.fatal, thrown]) if (endsAllSteps(error)) return error;
  // A step may ask for a missing definition and go on without it. It failed because of that only if it threw the
  // error.
  return missing !== null && stemsFrom(thrown, missing) ? missing : null;
}

function stemsFrom(thrown: unknown, error: SpmError | null): boolean {
  if (thrown === error) return thrown !== null;
  return thrown instanceof Error && thrown.cause !== undefined && stemsFrom(thrown.cause, error);
}

/** A plain step that never called `sendBulk` pushed by itself, so its own count is used. */
export function acceptOwnCount<S>(
  { step, chosen, own, tally }: RunningStep<S>,
  items: number,
): void {
  // In a resumed window, its count may include earlier runs.
  if (isBulk(step) || chosen.resumed || own.handed || items === 0) return;
  tally.add({ read: items, acknowledged: items });
}

export function decide<S>(
  running: RunningStep<S>,
  code: CodeEnd,
  errors: readonly string[],
): StepOutcome {
  const { env, step, cursor, chosen, tally, handedUntil } = running;
  const { backfillDays, overlapSeconds } = env.options;
  return decideOutcome({
    errors,
    readOn: readOn(running, code),
    leftOut: chosen.resumed && code.outOfOrder,
    counts: tally.ofWindow(),
    policy: step.tolerateRejects,
    advanceCursorTo: code.advanceCursorTo,
    window: chosen.window,
    handedUntil,
    cursor: cursor?.lastSyncedAt ?? null,
    backfillStart: backfillStart(env.startedAt, backfillDays),
    // An explicit window chose its start when it was opened.
    overlapMs: chosen.stored ? 0 : overlapSeconds * 1000,
  });
}
