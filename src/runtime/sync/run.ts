/** One sync of one installation. */
import { setMaxListeners } from 'node:events';
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { SyncStep } from '../../connector/types.js';
import type { SpmError } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import { makePushClient } from '../api/push-client.js';
import { systemRandom } from '../clock.js';
import { type ContextParts, makeIntegrationContext } from '../context/contexts.js';
import { type HeldLease, REQUEST_TIMEOUT_MS, withLease } from '../lease/lease.js';
import { endsAllSteps, errorLine, Interruption, isLeaseLoss, isStoreFailure } from './errors.js';
import type { SyncInput } from './input.js';
import { Lane } from './push/pace/lane.js';
import { RETRY } from './push/retry.js';
import { makeSendBulk } from './push/send-bulk.js';
import { checkEntities, ofRun, unknownSource } from './refusals.js';
import { idleStep, iso, runStatus, type StepReport, type SyncReport, totalsOf } from './report.js';
import { pauseEnd } from './step/backoff.js';
import { DRAIN_TIMEOUT_MS, withinDrain } from './step/drain.js';
import type { StepEnvironment } from './step/environment.js';
import { nameSources } from './step/sources.js';
import { syncStep } from './step/step.js';

const CONCURRENCY = 8;
const REJECT_QUOTA = 10_000;

/**
 * Runs the enabled steps of an installation, in order, under its lease, and says what came of each.
 *
 * Throws SPM_UNKNOWN_ENTITY for an `only` that no step has, SPM_UNKNOWN_SOURCE when none of `sources` is one, SPM_LEASE_HELD when another process works on the
 * installation, SPM_LEASE_LOST when one took it over meanwhile (nothing is written after that), SPM_STORE_*
 * when the store fails, SPM_CANCELLED when the signal ends the waiting for the lease, and SPM_API_UNAUTHORIZED,
 * SPM_API_UNREACHABLE or SPM_NOT_PROVISIONED, with the report in `details.report`, when the API refuses the token,
 * no connection to it can be made, or a step needs what the shop was not provisioned with. Everything else is in
 * the report.
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
    { waitMs: options.waitMs ?? 0, holderIsGone: input.holderIsGone, signal, logger },
    (lease) => new SyncRun(input, lease).run(),
  );
}

class SyncRun<S> {
  private readonly steps: StepReport[] = [];
  private readonly errors: string[] = [];
  private readonly shutdown: AbortSignal;
  private readonly foundSources = new Set<string>();
  /** Why nothing can be done for this installation now. */
  private refusal: SpmError | null = null;
  private readonly over = new AbortController();

  constructor(
    private readonly input: SyncInput<S>,
    private readonly lease: HeldLease,
  ) {
    this.shutdown = input.signal ?? new AbortController().signal;
  }

  async run(): Promise<SyncReport> {
    const { store, clock } = this.input;
    const startedAt = clock.now();
    const { run, abandoned } = await store.fenced.openRun(this.lease.current(), startedAt);
    if (abandoned.length > 0) {
      this.input.logger.warn('Closed runs that a dead process had left running', { abandoned });
    }
    const close = () => this.close(run.id, startedAt, abandoned);
    try {
      await this.runSteps(run.id, startedAt);
    } catch (error) {
      if (!isLeaseLoss(error)) await this.closeAfter(error, close);
      throw error;
    } finally {
      this.over.abort('over');
    }
    const report = await close();
    if (this.refusal) throw ofRun(this.refusal, report);
    return report;
  }

  private async runSteps(runId: number, startedAt: number): Promise<void> {
    const env = this.environment(runId, startedAt, await this.pausedUntil());
    const { only, sources } = this.input.options;
    for (const step of this.input.integration.syncSteps) {
      if (only && !only.includes(step.entity)) continue;
      if (sources && step.cursorScope === 'global') continue;
      await this.runStep(env, step);
    }
    this.reportMissingSources();
  }

  private async runStep(env: StepEnvironment<S>, step: SyncStep<S>): Promise<void> {
    const { entity } = step;
    if (this.ended()) return this.add(idleStep({ entity, source_key: '', status: 'skipped' }));
    try {
      if (!step.enabled(this.input.settings)) {
        return this.add(idleStep({ entity, source_key: '', status: 'disabled' }));
      }
      for (const sourceKey of await this.sourcesOf(env, step)) {
        await this.runSource(env, step, sourceKey);
      }
    } catch (error) {
      if (isLeaseLoss(error) || isStoreFailure(error)) throw error;
      const errors = [errorLine(error)];
      if (error instanceof Interruption) {
        return this.add(idleStep({ entity, source_key: '', status: 'interrupted', errors }));
      }
      this.input.logger.error(`Step ${entity} could not be started`, { entity, errors });
      this.add(idleStep({ entity, source_key: '', status: 'error', errors }));
      if (endsAllSteps(error)) this.end(error);
    }
  }

  private async runSource(
    env: StepEnvironment<S>,
    step: SyncStep<S>,
    sourceKey: string,
  ): Promise<void> {
    const { entity } = step;
    if (this.ended())
      return this.add(idleStep({ entity, source_key: sourceKey, status: 'skipped' }));
    this.input.observer?.stepStarted?.(entity, sourceKey);
    const { report, fatal } = await syncStep(env, step, sourceKey);
    this.add(report);
    if (fatal === null || fatal instanceof Interruption) return;
    this.end(fatal);
  }

  private end(fatal: unknown): void {
    this.errors.push(errorLine(fatal));
    if (endsAllSteps(fatal)) this.refusal = fatal;
  }

  /** Whether nothing more shall be started. */
  private ended(): boolean {
    this.lease.signal.throwIfAborted();
    return this.shutdown.aborted || this.errors.length > 0;
  }

  private async sourcesOf(env: StepEnvironment<S>, step: SyncStep<S>): Promise<string[]> {
    if (step.cursorScope === 'global') return [''];
    const naming = nameSources(step, makeIntegrationContext(env.context));
    const keys = await withinDrain(naming, this.shutdown, this.input.clock, env.drainTimeoutMs);
    if (keys.length === 0)
      this.input.logger.warn(`Step ${step.entity} has no source`, { entity: step.entity });
    for (const key of keys) this.foundSources.add(key);
    const { sources } = this.input.options;
    return sources ? keys.filter((key) => sources.includes(key)) : keys;
  }

  private reportMissingSources(): void {
    const { sources = [] } = this.input.options;
    const missing = sources.filter((key) => !this.foundSources.has(key));
    if (missing.length === 0 || this.ended()) return;
    if (missing.length === sources.length && !this.steps.some(({ status }) => status === 'error'))
      this.refusal = unknownSource(missing, [...this.foundSources]);
    for (const key of missing) {
      const hint = didYouMean(key, this.foundSources);
      this.errors.push(`No step has a source "${key}".${hint ? ` ${hint}` : ''}`);
    }
  }

  /** What the API asked of one step holds for all: it knows nothing of steps. */
  private async pausedUntil(): Promise<number | null> {
    const { store, clock, installation } = this.input;
    const { installationId } = installation;
    return pauseEnd(await store.cursors.list({ installationId }), clock.now());
  }

  private environment(
    runId: number,
    startedAt: number,
    pausedUntil: number | null,
  ): StepEnvironment<S> {
    const { input, lease, shutdown } = this;
    const { integration, client, logger } = input;
    const { provisioning } = integration;
    const context: ContextParts<S> = {
      installationId: input.installation.installationId,
      settings: input.settings,
      client,
      // Of no step: only what `sources()` might send. Steps get one that counts.
      sendBulk: makeSendBulk(client, logger),
      state: input.state(lease.current()),
      logger,
      store: input.store,
      clock: input.clock,
      lease: lease.current(),
      inboundSecret: input.inboundSecret ?? null,
      provisioned: input.provisioned,
      definitions: typeof provisioning === 'object' ? (provisioning.customData ?? []) : [],
      validate: input.options.validate,
    };
    const { concurrency = CONCURRENCY } = input.options;
    const stop = AbortSignal.any([shutdown, lease.signal]);
    // Whatever waits listens to them: requests, shops, the loop.
    setMaxListeners(0, shutdown, stop);
    return {
      context,
      pushClient: makePushClient(input.pushClient ?? client, () => input.clock.now()),
      lane: new Lane(input.clock, {
        concurrency,
        signal: shutdown,
        over: this.over.signal,
        onPause: (ms) => input.observer?.waiting?.(ms, 'asked'),
      }),
      random: input.random ?? systemRandom,
      retry: { ...RETRY, ...input.retry },
      rejectQuota: input.options.rejectQuota ?? REJECT_QUOTA,
      lease,
      runId,
      version: integration.meta.version,
      startedAt,
      shutdown,
      stop,
      pausedUntil,
      options: input.options,
      drainTimeoutMs: input.drainTimeoutMs ?? DRAIN_TIMEOUT_MS,
      observer: input.observer ?? {},
    };
  }

  private add(report: StepReport): void {
    this.steps.push(report);
    this.input.observer?.stepEnded?.(report);
  }

  private async close(runId: number, startedAt: number, abandoned: number[]): Promise<SyncReport> {
    const { store, clock, installation, options } = this.input;
    if (this.shutdown.aborted) this.errors.push('interrupted');
    const now = clock.now();
    const report: SyncReport = {
      installation_id: installation.installationId,
      run_id: runId,
      status: runStatus(this.steps, this.errors),
      full: options.full,
      started_at: iso(startedAt),
      finished_at: iso(now),
      duration_ms: now - startedAt,
      steps: this.steps,
      errors: this.errors,
      totals: totalsOf(this.steps),
      interrupted: this.shutdown.aborted,
      abandoned_runs: abandoned,
    };
    const result = { status: report.status, summary: report };
    await store.fenced.closeRun(this.lease.current(), runId, result, now);
    return report;
  }

  /** The error is what matters; a run that cannot be closed now is closed by the next holder. */
  private async closeAfter(error: unknown, close: () => Promise<SyncReport>): Promise<void> {
    this.errors.push(errorLine(error));
    try {
      await close();
    } catch (closing) {
      this.input.logger.warn('The run could not be closed', { error: errorLine(closing) });
    }
  }
}

/** A request must end while the lease holds, or a late one could land over a later holder's write. */
function boundRequests(client: SpmHttpClient): void {
  const { timeout } = client.defaults;
  if (!timeout || timeout > REQUEST_TIMEOUT_MS) client.defaults.timeout = REQUEST_TIMEOUT_MS;
}
