/** Syncs one installation once. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { IN_REPORT } from '../../connector/logging.js';
import type { SyncStep } from '../../connector/types.js';
import type { SpmError } from '../../errors.js';
import { makeIntegrationContext } from '../context/contexts.js';
import { iso } from '../iso.js';
import { type HeldLease, REQUEST_TIMEOUT_MS } from '../lease/held-lease.js';
import { withLease } from '../lease/lease.js';
import { endsAllSteps, errorLine, Interruption, isLeaseLoss, isStoreFailure } from './errors.js';
import type { SyncInput } from './input.js';
import { openEnvironment } from './open-environment.js';
import type { Lane } from './push/pace/lane.js';
import { checkEntities, missingSources, ofRun, requireActive } from './refusals.js';
import { idleStep, runStatus, type StepReport, type SyncReport, totalsOf } from './report.js';
import { withinDrain } from './step/drain.js';
import type { StepEnvironment } from './step/environment.js';
import { nameSources } from './step/sources.js';
import { syncStep } from './step/step.js';

/**
 * Runs the enabled steps of an installation in order, under its lease, and returns their reports. Throws
 * SPM_UNKNOWN_ENTITY for an `only` that no step has, SPM_INSTALLATION_INACTIVE, SPM_UNKNOWN_SOURCE when no source of `sources` exists,
 * SPM_LEASE_HELD, SPM_LEASE_LOST (nothing is written after that), SPM_STORE_*, and SPM_CANCELLED when the signal ends
 * the wait for the lease. SPM_API_UNAUTHORIZED, SPM_API_UNREACHABLE and SPM_NOT_PROVISIONED carry the report in
 * `details.report`. All other errors are in the report.
 */
export async function runSync<S>(input: SyncInput<S>): Promise<SyncReport> {
  const { store, clock, owner, installation, logger, signal, options, integration } = input;
  checkEntities(options.only ?? [], integration.syncSteps);
  boundRequests(input.client);
  if (input.pushClient) boundRequests(input.pushClient);
  return withLease(
    store,
    installation.installationId,
    owner,
    clock,
    {
      waitMs: options.waitMs,
      holderIsGone: input.holderIsGone,
      signal,
      logger,
      waits: input.waits,
    },
    (lease) => runUnder(lease, input),
  );
}

/** A run in progress. */
interface Run<S> {
  readonly input: SyncInput<S>;
  readonly lease: HeldLease;
  readonly shutdown: AbortSignal;
  readonly id: number;
  readonly startedAt: number;
  /** Runs that a dead process left open. */
  readonly abandoned: number[];
  readonly steps: StepReport[];
  /** Errors of the run as a whole. After the first, no further step starts. */
  readonly errors: string[];
  readonly foundSources: Set<string>;
  /** The error that ends all steps of this installation. */
  refusal: SpmError | null;
  /** What the run learned about the API; undefined before its first step. */
  lane?: Lane;
}

async function runUnder<S>(lease: HeldLease, input: SyncInput<S>): Promise<SyncReport> {
  const run = await openRun(lease, input);
  const over = new AbortController();
  try {
    await runSteps(run, over.signal);
  } catch (error) {
    if (!isLeaseLoss(error)) await closeAfter(run, error);
    throw error;
  } finally {
    over.abort('over');
  }
  const report = await closeRun(run);
  if (run.refusal) throw ofRun(run.refusal, report);
  return report;
}

async function openRun<S>(lease: HeldLease, input: SyncInput<S>): Promise<Run<S>> {
  const { store, clock, logger, signal = new AbortController().signal } = input;
  await requireActive(input);
  const startedAt = clock.now();
  const { run, abandoned } = await store.fenced.openRun(lease.current(), startedAt);
  if (abandoned.length > 0)
    logger.warn('Closed runs that a dead process had left running', { ...IN_REPORT, abandoned });
  const state = { steps: [], errors: [], foundSources: new Set<string>(), refusal: null };
  return { input, lease, shutdown: signal, id: run.id, startedAt, abandoned, ...state };
}

async function runSteps<S>(run: Run<S>, over: AbortSignal): Promise<void> {
  const { input } = run;
  const { only, sources } = input.options;
  const env = await openEnvironment(input, run, over);
  run.lane = env.lane;
  for (const step of input.integration.syncSteps) {
    if (only && !only.includes(step.entity)) continue;
    if (sources && step.cursorScope === 'global') continue;
    await runStep(run, env, step);
  }
  if (!isEnding(run)) {
    const { errors, refusal } = missingSources(sources ?? [], run.foundSources, run.steps);
    run.errors.push(...errors);
    run.refusal = refusal;
  }
}

async function runStep<S>(run: Run<S>, env: StepEnvironment<S>, step: SyncStep<S>): Promise<void> {
  const { entity } = step;
  const idle = (status: StepReport['status'], errors: string[] = []) =>
    add(run, idleStep({ entity, source_key: '', status, errors }));
  if (isEnding(run)) return idle('skipped');
  try {
    if (!step.enabled(run.input.settings)) return idle('disabled');
    for (const sourceKey of await sourcesOf(run, env, step))
      await runSource(run, env, step, sourceKey);
  } catch (error) {
    if (isLeaseLoss(error) || isStoreFailure(error)) throw error;
    const errors = [errorLine(error)];
    if (error instanceof Interruption) return idle('interrupted', errors);
    run.input.logger.error(`Step ${entity} could not be started`, { ...IN_REPORT, entity, errors });
    idle('error', errors);
    if (endsAllSteps(error)) end(run, error);
  }
}

async function runSource<S>(
  run: Run<S>,
  env: StepEnvironment<S>,
  step: SyncStep<S>,
  source_key: string,
): Promise<void> {
  const { entity } = step;
  if (isEnding(run)) return add(run, idleStep({ entity, source_key, status: 'skipped' }));
  run.input.observer?.stepStarted?.(entity, source_key);
  const { report, fatal } = await syncStep(env, step, source_key);
  add(run, report);
  if (fatal !== null && !(fatal instanceof Interruption)) end(run, fatal);
}

async function sourcesOf<S>(
  run: Run<S>,
  env: StepEnvironment<S>,
  step: SyncStep<S>,
): Promise<string[]> {
  if (step.cursorScope === 'global') return [''];
  const { input, shutdown, foundSources } = run;
  const naming = nameSources(step, makeIntegrationContext(env.context));
  const keys = await withinDrain(naming, shutdown, input.clock, env.drainTimeoutMs);
  if (keys.length === 0)
    input.logger.warn(`Step ${step.entity} has no source`, { entity: step.entity });
  for (const key of keys) foundSources.add(key);
  const { sources } = input.options;
  return sources ? keys.filter((key) => sources.includes(key)) : keys;
}

/** Whether no further step may start. */
function isEnding<S>({ lease, shutdown, errors }: Run<S>): boolean {
  lease.signal.throwIfAborted();
  return shutdown.aborted || errors.length > 0;
}

function end<S>(run: Run<S>, fatal: unknown): void {
  run.errors.push(errorLine(fatal));
  if (endsAllSteps(fatal)) run.refusal = fatal;
}

function add<S>({ steps, input }: Run<S>, report: StepReport): void {
  steps.push(report);
  input.observer?.stepEnded?.(report);
}

async function closeRun<S>(run: Run<S>): Promise<SyncReport> {
  const { input, lease, shutdown, id, startedAt, steps, errors, abandoned } = run;
  const { store, clock, installation, options } = input;
  if (shutdown.aborted) errors.push('interrupted');
  const now = clock.now();
  const pace = run.lane?.speed.learned(now);
  const report: SyncReport = {
    installation_id: installation.installationId,
    run_id: id,
    status: runStatus(steps, errors),
    full: options.full,
    started_at: iso(startedAt),
    finished_at: iso(now),
    duration_ms: now - startedAt,
    steps,
    errors,
    totals: totalsOf(steps),
    interrupted: shutdown.aborted,
    abandoned_runs: abandoned,
    ...(pace && { pace }),
  };
  const result = { status: report.status, summary: report };
  await store.fenced.closeRun(lease.current(), id, result, now);
  return report;
}

/** The original error matters more. A run that stays open is closed by the next holder of the lease. */
async function closeAfter<S>(run: Run<S>, error: unknown): Promise<void> {
  run.errors.push(errorLine(error));
  try {
    await closeRun(run);
  } catch (closing) {
    run.input.logger.warn('The run could not be closed', { error: errorLine(closing) });
  }
}

/** A request must end while the lease holds; a later one could overwrite the next holder's data. */
function boundRequests(client: SpmHttpClient): void {
  const { timeout } = client.defaults;
  if (!timeout || timeout > REQUEST_TIMEOUT_MS) client.defaults.timeout = REQUEST_TIMEOUT_MS;
}
