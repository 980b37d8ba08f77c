/** Runs one step for one source: window, code, outcome, commit. */
import type { SyncStep } from '../../../connector/types.js';
import type { SpmError } from '../../../errors.js';
import { isoOrNull } from '../../iso.js';
import type { Cursor } from '../../ports/records.js';
import { addCounts } from '../accounting.js';
import { failedOutcome, type StepOutcome } from '../commit/outcome.js';
import { errorLine, isLeaseLoss, isLongPause, isStoreFailure } from '../errors.js';
import { idleStep, type StepReport, waitingStep } from '../report.js';
import { futureCursorText, isInFuture } from './ahead.js';
import { notBefore } from './backoff.js';
import { runCode } from './code.js';
import { commitEnd } from './end.js';
import type { StepEnvironment } from './environment.js';
import {
  acceptOwnCount,
  decide,
  errorsOf,
  errorThatEndsRun,
  isInterrupted,
  readOn,
} from './judge.js';
import { joinReports, logEnd, reportOf } from './report.js';
import { type RunningStep, restart, type Started, startStep } from './running.js';
import { deleteVanished } from './vanished.js';
import { chooseWindow, NEXT_BEGINS, resumePoint, settledUntil } from './window/open-window.js';

export interface StepEnd {
  report: StepReport;
  /** The error that ends the run, such as an invalid token. */
  fatal: unknown;
  /**
   * For a clean step: everything before this time is read, in milliseconds since the epoch. Null when the window is to
   * be read again.
   */
  readTo?: number | null;
}

/** Throws SPM_LEASE_LOST and SPM_STORE_*. All other errors are in the report. */
export async function syncStep<S>(
  env: StepEnvironment<S>,
  step: SyncStep<S>,
  sourceKey: string,
): Promise<StepEnd> {
  const { store, clock, installationId } = env.context;
  const { entity } = step;
  const key = { installationId, entity, sourceKey };
  const cursor = await store.cursors.get(key);
  if (cursor && isInFuture(cursor, clock.now())) return { report: aheadStep(cursor), fatal: null };
  const own = env.options.full ? null : notBefore(cursor, clock.now());
  const waiting = waitingStep(key, cursor, { own, asked: env.pausedUntil });
  if (waiting !== null) return { report: waiting, fatal: null };
  const logger = env.context.logger.child({ entity, ...(sourceKey && { source: sourceKey }) });
  const first = await runWindow({ env, step, key, cursor, logger });
  return isCaughtUp(first, env) ? first : goOn({ env, step, key, cursor, logger }, first);
}

/** Nothing is read: a clean run would keep the future cursor, and miss all changes before it. */
function aheadStep(cursor: Cursor): StepReport {
  const { entity, sourceKey: source_key, lastSyncedAt } = cursor;
  const at = isoOrNull(lastSyncedAt);
  const errors = [futureCursorText(cursor)];
  return idleStep({
    ...{ entity, source_key, status: 'error', errors },
    ...{ cursor_before: at, cursor_after: at },
  });
}

type Given<S> = Omit<Started<S>, 'chosen'>;

async function runWindow<S>(given: Given<S>): Promise<StepEnd> {
  const { env, step, key, cursor, logger } = given;
  const chosen = await chooseWindow(env, step, key, cursor, logger);
  const openLetters = await env.context.store.rejects.open(key);
  return run(startStep({ ...given, chosen }, openLetters));
}

/** A resumed window keeps its end, so the changes since then are still to be read. */
function isCaughtUp<S>({ report, readTo }: StepEnd, env: StepEnvironment<S>): boolean {
  if (!report.resumed || readTo === undefined || env.shutdown.aborted) return true;
  return readTo !== null && settledUntil(env) <= readTo;
}

/** Reads the changes since the resumed window was opened; the whole window if resuming it skipped items. */
async function goOn<S>(given: Given<S>, first: StepEnd): Promise<StepEnd> {
  const { env, key } = given;
  const cursor = await env.context.store.cursors.get(key);
  const options = { ...env.options, full: false };
  const observer: StepEnvironment<S>['observer'] = {
    ...env.observer,
    progress: (entity, source, counts) =>
      env.observer.progress?.(entity, source, addCounts(first.report.counts, counts)),
  };
  const next = await runWindow({ ...given, env: { ...env, options, observer }, cursor });
  return { report: joinReports(first.report, next.report), fatal: next.fatal };
}

async function run<S>(running: RunningStep<S>): Promise<StepEnd> {
  const code = await runCode(running);
  await running.inFlight.drain();
  rethrowWhatEndsAll(running, code.thrown);
  const errors = errorsOf(running, code);
  const refusal = errorThatEndsRun(running, code);
  const interrupted = isInterrupted(running, errors);
  if ((interrupted || refusal !== null) && readOn(running, code)) await restart(running);
  if (interrupted) return endInterrupted(running);
  if (refusal !== null) return endRefused(running, refusal, code.errors.length > 0 ? errors : []);
  acceptOwnCount(running, code.items);
  return endDecided(running, decide(running, code, errors));
}

/** Deletes vanished records before the cursor advances past them. */
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
      const cause = isLongPause(failures.fatal) ? failures.fatal : error;
      outcome = failedOutcome(
        `Records that the partner no longer has could not be deleted: ${errorLine(cause)}`,
      );
    }
  }
  await commitEnd(running, outcome);
  logEnd(running, outcome);
  const report = { ...reportOf(running, outcome), deletes };
  return { report, fatal: failures.fatal, ...readBy(outcome) };
}

function readBy({ end, keepsWindow }: StepOutcome): Pick<StepEnd, 'readTo'> {
  if (end.outcome === 'advance') return { readTo: end.cursor };
  return keepsWindow ? { readTo: null } : {};
}

/** The step did not fail, so no failure is counted, and it runs again as soon as possible. */
function endRefused<S>(
  running: RunningStep<S>,
  refusal: SpmError,
  told: readonly string[],
): StepEnd {
  const errors = told.length > 0 ? [...told] : [errorLine(refusal)];
  return { report: reportOf(running, { status: 'error', errors, warnings: [] }), fatal: refusal };
}

/** A stored window stays open with its last checkpoint. No failure is counted. */
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
