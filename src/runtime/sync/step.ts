/** Runs one step for one source: window, session, outcome, commit. */
import { runBulk } from '../../connector/bulk.js';
import type { BulkStep, Position, SyncStep, SyncStepResult } from '../../connector/types.js';
import type { SpmError } from '../../errors.js';
import { type ContextParts, makeStepContext } from '../contexts.js';
import type { HeldLease } from '../lease.js';
import type { Cursor, CursorKey, Logger, OpenWindow } from '../ports.js';
import { noCounts } from './accounting.js';
import { notBefore } from './backoff.js';
import { observeBulk } from './bulk-observer.js';
import { decideOutcome, type StepOutcome } from './outcome.js';
import { idleStep, iso, isoOrNull, type StepReport } from './report.js';
import { StepSession } from './session.js';
import { endsAllSteps, errorLine, isLeaseLoss, isStoreFailure } from './stop.js';
import { freshWindow, type WindowChoice } from './window.js';

export interface StepEnvironment<S> {
  context: ContextParts<S>;
  lease: HeldLease;
  runId: number;
  /** When the run began; every window of it ends there. */
  startedAt: number;
  shutdown: AbortSignal;
  options: WindowChoice;
  onProgress?:
    | ((entity: string, sourceKey: string, counts: StepSession['counts']) => void)
    | undefined;
}

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
  const wait = env.options.full ? null : notBefore(cursor, clock.now());
  if (wait !== null) return { report: waitingStep(key, cursor, wait), fatal: null };
  const { window, resumed } = await chooseWindow(env, key, cursor);
  const log = logger.child({ entity: step.entity, ...(sourceKey && { source: sourceKey }) });
  const running = new RunningStep(env, step, key, cursor, window, resumed, log);
  return running.run();
}

/**
 * The window to read. One that an interrupted run left open is reused, with its bounds, when it holds a
 * committed position; without one there is nothing to resume, and a fresh window reaches further. A full run
 * resumes a full window and replaces an incremental one; a plain run resumes either, so that an interrupted
 * backfill is finished. Explicit bounds are always taken as they are asked for.
 */
async function chooseWindow<S>(
  { context, lease, options, startedAt }: StepEnvironment<S>,
  key: CursorKey,
  cursor: Cursor | null,
): Promise<{ window: OpenWindow; resumed: boolean }> {
  const { store, clock } = context;
  const explicit = options.since !== undefined || options.until !== undefined;
  const open = explicit ? null : await store.cursors.getWindow(key);
  if (open && open.position !== null && (open.full || !options.full)) {
    return { window: open, resumed: true };
  }
  const bounds = freshWindow(cursor?.lastSyncedAt ?? null, { ...options, start: startedAt });
  const now = clock.now();
  const window: OpenWindow = {
    ...key,
    ...bounds,
    full: options.full,
    position: null,
    counts: noCounts(),
    openedAt: now,
  };
  await store.fenced.openWindow(lease.current(), window, now);
  return { window, resumed: false };
}

class RunningStep<S> {
  private readonly session: StepSession;

  constructor(
    private readonly env: StepEnvironment<S>,
    private readonly step: SyncStep<S>,
    private readonly key: CursorKey,
    private readonly cursor: Cursor | null,
    private readonly window: OpenWindow,
    private readonly resumed: boolean,
    private readonly logger: Logger,
  ) {
    const { client, store, clock } = env.context;
    const { entity, sourceKey } = key;
    this.session = new StepSession({
      client,
      store,
      clock,
      lease: env.lease,
      logger,
      key,
      runId: env.runId,
      shutdown: env.shutdown,
      before: window.counts,
      keyOf: ownKey(step),
      readsAreHanded: !isBulk(step),
      onProgress: env.onProgress && ((counts) => env.onProgress?.(entity, sourceKey, counts)),
    });
  }

  async run(): Promise<StepEnd> {
    const { result, thrown } = await this.attempt();
    await this.session.drain();
    this.rethrowWhatEndsAll(thrown);
    if (this.env.shutdown.aborted) return this.interrupted();
    if (endsAllSteps(this.session.fatal)) return this.refused(this.session.fatal);
    this.acceptOwnCount(result);
    const outcome = this.decide(result, thrown);
    await this.commit(outcome);
    this.log(outcome);
    return { report: this.report(outcome), fatal: this.session.fatal };
  }

  private async attempt(): Promise<{ result: SyncStepResult | null; thrown: unknown }> {
    try {
      return { result: await this.runStep(), thrown: null };
    } catch (error) {
      return { result: null, thrown: error ?? new Error('the step threw nothing') };
    }
  }

  private runStep(): Promise<SyncStepResult> {
    const { window, cursor, key, env, session } = this;
    const ctx = makeStepContext(
      { ...env.context, sendBulk: session.sendBulk, logger: this.logger },
      {
        entity: key.entity,
        sourceKey: key.sourceKey,
        window: {
          since: window.since === null ? null : new Date(window.since),
          until: new Date(window.until),
        },
        cursor: dateOrNull(cursor?.lastSyncedAt),
        signal: AbortSignal.any([env.shutdown, env.lease.signal]),
        resume: window.position,
        checkpoint: (position: Position) => session.checkpoint(position),
      },
    );
    if (!isBulk(this.step)) return this.step.run(ctx);
    const config = this.step.bulk;
    return runBulk(config, ctx, observeBulk(session, config, this.logger));
  }

  /** A step that never used `sendBulk` pushed by its own means: its word is all there is. */
  private acceptOwnCount(result: SyncStepResult | null): void {
    const own = result?.items ?? 0;
    if (isBulk(this.step) || this.session.handed > 0 || !(own > 0)) return;
    this.session.add({ read: own, acknowledged: own });
  }

  private decide(result: SyncStepResult | null, thrown: unknown): StepOutcome {
    const errors = (result?.errors ?? []).map((line) => this.withReason(line));
    if (thrown !== null) errors.push(errorLine(thrown));
    // What the step's code swallowed counts all the same.
    const swallowed = this.session.problem();
    if (errors.length === 0 && swallowed !== null) errors.push(swallowed);
    return decideOutcome({
      errors,
      counts: this.session.windowCounts,
      policy: this.step.tolerateRejects,
      advanceCursorTo: result?.advanceCursorTo,
      window: this.window,
      cursor: this.cursor?.lastSyncedAt ?? null,
    });
  }

  /** A step that turns an error into its message drops the reason, which is what an operator needs. */
  private withReason(line: string): string {
    const { failure } = this.session;
    return failure instanceof Error && failure.message === line ? errorLine(failure) : line;
  }

  private async commit({ end, restart }: StepOutcome): Promise<void> {
    const { env, key, session } = this;
    const now = env.context.clock.now();
    await env.context.store.fenced.commitStep(env.lease.current(), {
      key,
      runId: env.runId,
      now,
      ...(restart && { progress: { position: null, counts: noCounts() } }),
      end: { ...end, items: session.counts.acknowledged },
    });
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

  /** The window stays open with its last checkpoint; nothing is held against the cursor. */
  private interrupted(): StepEnd {
    this.logger.info('Interrupted: the next sync goes on from the last checkpoint');
    const report = this.report({ status: 'interrupted', errors: ['interrupted'], warnings: [] });
    return { report, fatal: this.session.fatal };
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
    this.logger[level]('The cursor is held', { status, errors, failures, ...counts });
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
      errors: outcome.errors,
      warnings: outcome.warnings,
      resumed: this.resumed,
    };
  }
}

function waitingStep({ entity, sourceKey }: CursorKey, cursor: Cursor | null, until: number) {
  const at = isoOrNull(cursor?.lastSyncedAt);
  return idleStep({
    entity,
    source_key: sourceKey,
    status: 'waiting',
    cursor_before: at,
    cursor_after: at,
    errors: cursor?.lastError ? [cursor.lastError] : [],
    not_before: iso(until),
  });
}

function isBulk<S>(step: SyncStep<S>): step is BulkStep<S> {
  return 'bulk' in step && typeof step.bulk === 'object' && step.bulk !== null;
}

/** The step's own key of a record; null where `push` sends something else than the step's records. */
function ownKey<S>(step: SyncStep<S>): ((item: unknown) => string | null) | undefined {
  if (!isBulk(step) || !step.bulk.key) return undefined;
  const { key } = step.bulk;
  return (item) => {
    try {
      const value: unknown = key(item as object);
      return typeof value === 'string' && value !== '' ? value : null;
    } catch {
      return null;
    }
  };
}

function dateOrNull(ms: number | null | undefined): Date | null {
  return ms === null || ms === undefined ? null : new Date(ms);
}
