/** Runs one step for one source: window, session, outcome, commit. */
import { INTERRUPTED } from '../../../connector/interruptible.js';
import type { Logger, SyncStep } from '../../../connector/types.js';
import { SpmError } from '../../../errors.js';
import type { Cursor, CursorKey, OpenWindow } from '../../ports/records.js';
import { noCounts } from '../accounting.js';
import { decideOutcome, failedOutcome, type StepOutcome } from '../commit/outcome.js';
import type { DeleteReport } from '../deletes/deletes.js';
import { endsAllSteps, errorLine, isLeaseLoss, isStoreFailure } from '../errors.js';
import { iso, isoOrNull, type StepReport, waitingStep } from '../report.js';
import { deleteVanished } from '../select/step-records.js';
import { notBefore } from './backoff.js';
import { isBulk, ownKey } from './bulk-step.js';
import { type Attempt, StepCode } from './code.js';
import { withinDrain } from './drain.js';
import type { StepEnvironment } from './environment.js';
import { type SessionParts, StepSession } from './session.js';
import { type ChosenWindow, chooseWindow, NEXT_BEGINS, resumePoint } from './window/open-window.js';
import { backfillStart, handedUntil } from './window/window.js';

export interface StepEnd {
  report: StepReport;
  /** What ends the run, such as a refused token. */
  fatal: unknown;
}

/** From the third failure in a row on, the log says it at error level. */
const LOUD_FAILURES = 3;

/** Throws SPM_LEASE_LOST and SPM_STORE_*; whatever else goes wrong is in the report. */
export async function syncStep<S>(
  env: StepEnvironment<S>,
  step: SyncStep<S>,
  sourceKey: string,
): Promise<StepEnd> {
  const { store, clock, installationId, logger } = env.context;
  const key = { installationId, entity: step.entity, sourceKey };
  const cursor = await store.cursors.get(key);
  const own = env.options.full ? null : notBefore(cursor, clock.now());
  const waiting = waitingStep(key, cursor, { own, asked: env.pausedUntil });
  if (waiting !== null) return { report: waiting, fatal: null };
  const log = logger.child({ entity: step.entity, ...(sourceKey && { source: sourceKey }) });
  const chosen = await chooseWindow(env, step, key, cursor, log);
  const openRejects = await store.rejects.open(key);
  const running = new RunningStep(env, step, key, cursor, chosen, log, openRejects);
  return running.run();
}

class RunningStep<S> {
  private readonly session: StepSession;
  private readonly code: StepCode<S>;
  private readonly window: OpenWindow;
  private readonly handedUntil: number;
  private readonly resumed: boolean;
  private deletes: DeleteReport | null = null;
  private readonly startedAt: number;
  private readonly throttledBefore: number;

  constructor(
    private readonly env: StepEnvironment<S>,
    private readonly step: SyncStep<S>,
    private readonly key: CursorKey,
    private readonly cursor: Cursor | null,
    private readonly chosen: ChosenWindow,
    private readonly logger: Logger,
    openRejects: SessionParts['openRejects'],
  ) {
    const { store, clock } = env.context;
    const { entity, sourceKey } = key;
    const { window, resumed, stored } = chosen;
    const { since, until } = window;
    this.window = window;
    this.resumed = resumed;
    this.startedAt = clock.now();
    this.throttledBefore = env.lane.throttled;
    this.handedUntil = handedUntil(window, this.startedAt);
    this.session = new StepSession({
      client: env.pushClient,
      store,
      clock,
      random: env.random,
      lane: env.lane,
      retry: env.retry,
      window: { since, until },
      lease: env.lease,
      logger,
      key,
      runId: env.runId,
      shutdown: env.shutdown,
      stop: env.stop,
      before: window.counts,
      keepsPositions: stored,
      openRejects,
      rejectQuota: env.rejectQuota,
      keyOf: ownKey(step),
      readsAreHanded: !isBulk(step),
      onProgress: (counts) => env.observer.progress?.(entity, sourceKey, counts),
      onRetry: (waitMs) => {
        // A pause that the API asked for is told where it holds for everyone.
        if (waitMs > 0) env.observer.waiting?.(waitMs, 'retry');
      },
      onLate: (waitMs) => env.observer.waiting?.(waitMs, 'late'),
    });
    this.code = new StepCode({
      ...{ env, step, key, cursor, window, logger },
      session: this.session,
      handedUntil: this.handedUntil,
    });
  }

  async run(): Promise<StepEnd> {
    const ended = await this.code.run();
    await this.session.tasks.drain();
    this.rethrowWhatEndsAll(ended.thrown);
    const errors = this.errorsOf(ended);
    const refusal = this.refusalIn(ended, errors);
    const interrupted = this.env.shutdown.aborted && !this.isComplete(errors);
    if ((interrupted || refusal !== null) && this.readOnAfter(ended)) await this.session.restart();
    if (interrupted) return this.interrupted();
    if (refusal !== null) return this.refused(refusal);
    this.acceptOwnCount(ended.items);
    const outcome = await this.afterDeletes(this.decide(ended, errors));
    if (outcome === null) return this.interrupted();
    await this.commit(outcome);
    this.log(outcome);
    return { report: this.report(outcome), fatal: this.session.fatal };
  }

  /** The outcome, unless what vanished cannot be deleted; null when that was interrupted. */
  private async afterDeletes(outcome: StepOutcome): Promise<StepOutcome | null> {
    if (outcome.end.outcome !== 'advance') return outcome;
    const { env, step, key, window, session, logger } = this;
    const { stop: signal, context, drainTimeoutMs } = env;
    // The step has ended, and so has what its own `sendBulk` is a part of.
    const ctx = this.code.makeContext(signal, context.sendBulk);
    try {
      const deleting = deleteVanished({ env, step, key, window, session, logger, signal }, ctx);
      this.deletes = await withinDrain(deleting, signal, context.clock, drainTimeoutMs);
      return outcome;
    } catch (error) {
      this.rethrowWhatEndsAll(error);
      if (env.shutdown.aborted) return null;
      return failedOutcome(`Records that are gone could not be deleted: ${errorLine(error)}`);
    }
  }

  /**
   * Whether the step came to its end although a shutdown was asked for. A bulk step says when it did not; a plain
   * one that looked at the signal may have stopped reading early and call that clean.
   */
  private isComplete(errors: readonly string[]): boolean {
    return errors.length === 0 && (isBulk(this.step) || !this.code.lookedAtSignal);
  }

  /** A step that never used `sendBulk` pushed by its own means: its word is all there is. */
  private acceptOwnCount(own: number): void {
    // Of a resumed window it may well count what earlier runs pushed.
    if (isBulk(this.step) || this.resumed || this.session.handed > 0 || own === 0) return;
    this.session.add({ read: own, acknowledged: own });
  }

  private errorsOf({ errors, thrown }: Attempt): string[] {
    const lines = errors.map((error) => this.withReason(error));
    if (thrown !== null) lines.push(errorLine(thrown));
    if (lines.length > 0) return lines;
    // What the step's code swallowed counts all the same.
    const swallowed = this.session.problem();
    return swallowed === null ? [] : [swallowed];
  }

  /**
   * Whether the step read on after something failed, which may lie before its last checkpoint. A bulk step stops at what it
   * tells of itself; a plain one goes on, except after what ends the run.
   */
  private readOnAfter({ errors, thrown }: Attempt): boolean {
    if (isBulk(this.step)) return errors.length === 0 && thrown === null;
    const { fatal } = this.session;
    const end = fatal instanceof Error ? fatal.message : INTERRUPTED;
    return errors.some((line) => !String(line).includes(end));
  }

  private decide(ended: Attempt, lines: string[]): StepOutcome {
    return decideOutcome({
      errors: lines,
      readOn: this.readOnAfter(ended),
      leftOut: this.resumed && this.code.outOfOrder(),
      counts: this.session.windowCounts,
      policy: this.step.tolerateRejects,
      advanceCursorTo: ended.advanceCursorTo,
      window: this.window,
      handedUntil: this.handedUntil,
      cursor: this.cursor?.lastSyncedAt ?? null,
      backfillStart: backfillStart(this.env.startedAt, this.env.options.backfillDays),
      // A window of its own reached back far enough when it was opened.
      overlapMs: this.chosen.stored ? 0 : this.env.options.overlapSeconds * 1000,
    });
  }

  /** Why no step can do anything for the installation now, or null. */
  private refusalIn({ thrown }: Attempt, errors: readonly string[]): SpmError | null {
    for (const error of [this.session.fatal, thrown]) if (endsAllSteps(error)) return error;
    // A step may ask for what is not there and do without; it failed over it when its errors say so.
    const { missing } = this.code;
    return missing && errors.some((line) => line.includes(missing.message)) ? missing : null;
  }

  /** A step that turns an error into its message drops the reason, which is what an operator needs. */
  private withReason(line: unknown): string {
    const { failure } = this.session;
    return errorLine(failure instanceof Error && failure.message === line ? failure : line);
  }

  private async commit({ end, restart, keepsWindow }: StepOutcome): Promise<void> {
    const { env, key, session } = this;
    const { stored } = this.chosen;
    const now = env.context.clock.now();
    await env.context.store.fenced.commitStep(env.lease.current(), {
      key,
      runId: env.runId,
      now,
      ...(restart && stored && { progress: { position: null, counts: noCounts() } }),
      keepsWindow: !stored || keepsWindow === true,
      end: { ...end, ...this.extraOf(end), items: session.counts.acknowledged },
    });
  }

  /** What a store wants to know besides: the full run that is complete now, or when to come back. */
  private extraOf({ outcome }: StepOutcome['end']) {
    if (outcome === 'hold') return notBeforeOf(this.session.failure);
    const { generation } = this.window;
    return outcome === 'advance' && generation !== null ? { generation } : {};
  }

  private rethrowWhatEndsAll(thrown: unknown): void {
    this.env.lease.signal.throwIfAborted();
    for (const error of [this.session.fatal, thrown]) {
      if (isLeaseLoss(error) || isStoreFailure(error)) throw error;
    }
  }

  /** Not the step's failure: nothing is held against it, so that it goes on as soon as the API lets it. */
  private refused(error: SpmError): StepEnd {
    const report = this.report({ status: 'error', errors: [errorLine(error)], warnings: [] });
    return { report, fatal: error };
  }

  /** A window that is stored stays open with its last checkpoint, if it has one; nothing is held against the cursor. */
  private async interrupted(): Promise<StepEnd> {
    const resumes_from = await resumePoint(this.env.context.store, this.key, this.chosen);
    this.logger.info(`Interrupted: ${NEXT_BEGINS[resumes_from]}`);
    const report = this.report({ status: 'interrupted', errors: ['interrupted'], warnings: [] });
    return { report: { ...report, resumes_from }, fatal: this.session.fatal };
  }

  private log({ errors, warnings, status }: StepOutcome): void {
    const { counts } = this.session;
    for (const warning of warnings) this.logger.warn(warning);
    if (errors.length === 0) {
      this.logger.info('Step done', { ...counts });
      return;
    }
    const failures = (this.cursor?.consecutiveFailures ?? 0) + 1;
    const level = failures >= LOUD_FAILURES ? 'error' : 'warn';
    const { entity, sourceKey } = this.key;
    const which = sourceKey === '' ? entity : `${entity} of ${sourceKey}`;
    const message = `The cursor of ${which} is held: ${errors.join('; ')}`;
    this.logger[level](message, { status, errors, failures, ...counts });
  }

  private report(
    outcome: Pick<StepReport, 'status' | 'errors' | 'warnings'> & { end?: StepOutcome['end'] },
  ): StepReport {
    const before = this.cursor?.lastSyncedAt ?? null;
    const after = outcome.end?.outcome === 'advance' ? outcome.end.cursor : before;
    return {
      entity: this.key.entity,
      source_key: this.key.sourceKey,
      status: outcome.status,
      window: { since: isoOrNull(this.window.since), until: iso(this.window.until) },
      cursor_before: isoOrNull(before),
      cursor_after: isoOrNull(after),
      counts: this.session.counts,
      requests: this.session.requests,
      retries: this.session.retries,
      throttled: this.env.lane.throttled - this.throttledBefore,
      duration_ms: this.env.context.clock.now() - this.startedAt,
      deletes: this.deletes,
      errors: outcome.errors,
      warnings: [...this.session.warnings, ...outcome.warnings],
      resumed: this.resumed,
    };
  }
}

/** A pause that the API asked for outlives the run. */
function notBeforeOf(failure: unknown): { notBefore?: number } {
  const at = failure instanceof SpmError ? failure.details?.not_before : undefined;
  return typeof at === 'string' ? { notBefore: Date.parse(at) } : {};
}
