/** Runs one step for one source: window, code, outcome, commit. */
import type { SyncStep } from '../../../connector/types.js';
import type { SpmError } from '../../../errors.js';
import { failedOutcome, type StepOutcome } from '../commit/outcome.js';
import { errorLine, isLeaseLoss, isStoreFailure } from '../errors.js';
import { type StepReport, waitingStep } from '../report.js';
import { notBefore } from './backoff.js';
import { runCode } from './code.js';
import { commitEnd } from './end.js';
import type { StepEnvironment } from './environment.js';
import { acceptOwnCount, decide, errorsOf, isInterrupted, readOn, refusalIn } from './judge.js';
import { logEnd, reportOf } from './report.js';
import { type RunningStep, restart, startStep } from './running.js';
import { deleteVanished } from './vanished.js';
import { chooseWindow, NEXT_BEGINS, resumePoint } from './window/open-window.js';

export interface StepEnd {
  report: StepReport;
  /** What ends the run, such as a refused token. */
  fatal: unknown;
}

/** Throws SPM_LEASE_LOST and SPM_STORE_*; whatever else goes wrong is in the report. */
export async function syncStep<S>(
  env: StepEnvironment<S>,
  step: SyncStep<S>,
  sourceKey: string,
): Promise<StepEnd> {
  const { store, clock, installationId } = env.context;
  const { entity } = step;
  const key = { installationId, entity, sourceKey };
  const cursor = await store.cursors.get(key);
  const own = env.options.full ? null : notBefore(cursor, clock.now());
  const waiting = waitingStep(key, cursor, { own, asked: env.pausedUntil });
  if (waiting !== null) return { report: waiting, fatal: null };
  const logger = env.context.logger.child({ entity, ...(sourceKey && { source: sourceKey }) });
  const chosen = await chooseWindow(env, step, key, cursor, logger);
  const openLetters = await store.rejects.open(key);
  return run(startStep({ env, step, key, cursor, chosen, logger }, openLetters));
}

async function run<S>(running: RunningStep<S>): Promise<StepEnd> {
  const code = await runCode(running);
  await running.inFlight.drain();
  rethrowWhatEndsAll(running, code.thrown);
  const errors = errorsOf(running, code);
  const refusal = refusalIn(running, code);
  const interrupted = isInterrupted(running, errors);
  if ((interrupted || refusal !== null) && readOn(running, code)) await restart(running);
  if (interrupted) return endInterrupted(running);
  if (refusal !== null) return endRefused(running, refusal, code.errors.length > 0 ? errors : []);
  acceptOwnCount(running, code.items);
  return endDecided(running, decide(running, code, errors));
}

/** After an advance, what vanished is deleted first: the cursor must not pass it. */
async function endDecided<S>(running: RunningStep<S>, decided: StepOutcome): Promise<StepEnd> {
  const { env, failures } = running;
  let outcome = decided;
  let deletes: StepReport['deletes'] = null;
  if (outcome.end.outcome === 'advance') {
    try {
      deletes = await deleteVanished(running);
    } catch (error) {
      rethrowWhatEndsAll(running, error);
      if (env.shutdown.aborted) return endInterrupted(running);
      const why = `Records that are gone could not be deleted: ${errorLine(error)}`;
      outcome = failedOutcome(why);
    }
  }
  await commitEnd(running, outcome);
  logEnd(running, outcome);
  return { report: { ...reportOf(running, outcome), deletes }, fatal: failures.fatal };
}

/** Not the step's failure: nothing is held against it, so that it goes on as soon as the API lets it. */
function endRefused<S>(
  running: RunningStep<S>,
  refusal: SpmError,
  told: readonly string[],
): StepEnd {
  const errors = told.length > 0 ? [...told] : [errorLine(refusal)];
  return { report: reportOf(running, { status: 'error', errors, warnings: [] }), fatal: refusal };
}

/** A window that is stored stays open with its last checkpoint, if it has one; nothing is held against the cursor. */
async function endInterrupted<S>(running: RunningStep<S>): Promise<StepEnd> {
  const { env, key, chosen, failures, logger } = running;
  const resumes_from = await resumePoint(env.context.store, key, chosen);
  logger.info(`Interrupted: ${NEXT_BEGINS[resumes_from]}`);
  const errors = ['interrupted'];
  const report = reportOf(running, { status: 'interrupted', errors, warnings: [] });
  return { report: { ...report, resumes_from }, fatal: failures.fatal };
}

function rethrowWhatEndsAll<S>({ env, failures }: RunningStep<S>, thrown: unknown): void {
  env.lease.signal.throwIfAborted();
  for (const error of [failures.fatal, thrown])
    if (isLeaseLoss(error) || isStoreFailure(error)) throw error;
}
