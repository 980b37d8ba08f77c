/** Judges how a step's code ended, from its errors. */
import { INTERRUPTED } from '../../../connector/interruptible.js';
import type { SpmError } from '../../../errors.js';
import { decideOutcome, type StepOutcome } from '../commit/outcome.js';
import { endsAllSteps, errorLine } from '../errors.js';
import { isBulk } from './bulk-step.js';
import type { CodeEnd } from './code.js';
import type { RunningStep } from './running.js';
import { backfillStart } from './window/window.js';

/** What went wrong, a line each; none when the step is clean. What the step's code swallowed counts, too. */
export function errorsOf<S>({ failures }: RunningStep<S>, { errors, thrown }: CodeEnd): string[] {
  const lines = errors.map((error) => withReason(error, failures.first));
  if (thrown !== null) lines.push(errorLine(thrown));
  const swallowed = lines.length > 0 ? null : failures.problem();
  return swallowed === null ? lines : [swallowed];
}

/** A step that turns an error into its message drops the reason, which is what an operator needs. */
function withReason(line: unknown, failure: unknown): string {
  return errorLine(failure instanceof Error && failure.message === line ? failure : line);
}

/** Whether a shutdown cut the step off. A bulk step says when it did not; of a plain one nobody can tell. */
export function isInterrupted<S>({ env, step }: RunningStep<S>, errors: readonly string[]) {
  return env.shutdown.aborted && (errors.length > 0 || !isBulk(step));
}

/**
 * Whether the step read on after something failed, which may lie before its last checkpoint. A bulk step stops at what it
 * throws. So does a plain one; what that returns as an error it may have met anywhere, but for its interruption.
 */
export function readOn<S>({ step }: RunningStep<S>, { errors, thrown }: CodeEnd): boolean {
  return isBulk(step) ? thrown === null : errors.some((error) => error !== INTERRUPTED);
}

/** Why no step can do anything for the installation now, or null. */
export function refusalIn<S>({ failures, missing }: RunningStep<S>, { thrown }: CodeEnd) {
  for (const error of [failures.fatal, thrown]) if (endsAllSteps(error)) return error;
  // A step may ask for what is not there and do without. It failed over it when that is what it threw.
  return missing !== null && stemsFrom(thrown, missing) ? missing : null;
}

function stemsFrom(thrown: unknown, error: SpmError | null): boolean {
  if (thrown === error) return thrown !== null;
  return thrown instanceof Error && thrown.cause !== undefined && stemsFrom(thrown.cause, error);
}

/** A step that never used `sendBulk` pushed by its own means: its word is all there is. */
export function acceptOwnCount<S>(
  { step, chosen, own, tally }: RunningStep<S>,
  items: number,
): void {
  // Of a resumed window it may well count what earlier runs pushed.
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
    // A window of its own reached back far enough when it was opened.
    overlapMs: chosen.stored ? 0 : overlapSeconds * 1000,
  });
}
