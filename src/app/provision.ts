/** Provisions one shop: computes the changes and applies them. */
import type { ProvisioningPlan } from '../connector/types.js';
import type { SpmError } from '../errors.js';
import type { ChangeAction, ChangeKind, ProvisionDiff } from '../plan/diff.js';
import type { HeldLease } from '../runtime/lease/held-lease.js';
import type { AppliedDiff } from '../runtime/provision/apply.js';
import type { ChangeOutcome, OutcomeStatus } from '../runtime/provision/run.js';
import type { SavedPlan } from '../runtime/provision/saved-plan.js';
import type { Provisioned } from '../runtime/provisioned.js';
import type { App } from './app.js';
import type { Shop } from './shops/shop.js';

export interface ProvisionOutcome {
  kind: ChangeKind;
  key: string;
  action: ChangeAction;
  status: OutcomeStatus;
  id: number | null;
  /** Why it failed or was skipped; the message of the API, if there is one. */
  message: string | null;
}

export interface ProvisionReport {
  installation_id: string;
  target: string;
  dry_run: boolean;
  diff: ProvisionDiff;
  /** One outcome per change, in the same order; null when nothing was applied. */
  outcomes: ProvisionOutcome[] | null;
}

/** Progress events. */
export interface ProvisionObserver {
  reading?(): void;
  /** Whether the shop could be read. */
  read?(ok: boolean): void;
  /** How many changes will be written. */
  applying?(writes: number): void;
  /** One change is done or failed. */
  settled?(done: number, writes: number): void;
  /** Whether all changes were applied. */
  applied?(ok: boolean): void;
}

/** The changes for a shop, with the data that they were computed from. */
export interface ProvisionPreview {
  report: ProvisionReport;
  /** Made when it is asked for, since it has a fingerprint of every resource. */
  saved(): SavedPlan;
  recorded: Provisioned;
  plan: ProvisioningPlan;
}

/** @throws SpmError SPM_PLAN_INVALID, SPM_PLAN_CYCLE, SPM_API_* */
export async function previewProvision(
  app: App,
  shop: Shop,
  observer: ProvisionObserver = {},
): Promise<ProvisionPreview> {
  const { checkPlan, evaluatePlan } = await import('../runtime/provision/evaluate-plan.js');
  const { readShop } = await import('../runtime/provision/read-shop.js');
  const { savedPlan } = await import('../runtime/provision/saved-plan.js');
  const { readProvisioned } = await import('../runtime/provisioned.js');
  const { diffPlan } = await import('../plan/diff.js');
  const integration = await app.integration();
  const { target } = await app.config();
  const { installationId } = shop.installation;
  const plan = await evaluatePlan(integration, await app.integrationContext(shop));
  checkPlan(plan);
  const recorded = await readProvisioned(shop.state());
  const state = await watchReading(observer, () => readShop(shop.client, plan, recorded));
  const diff = diffPlan(plan, state, recorded);
  const now = app.clock.now();
  const connector = integration.slug;
  const basis = { connector, target, installationId, plan, shop: state, recorded };
  return {
    report: { installation_id: installationId, target, dry_run: true, diff, outcomes: null },
    // Secrets are removed, because the plan is later compared with a plan without secrets.
    saved: () => app.redactor.data(savedPlan(basis, diff, now)),
    recorded,
    plan,
  };
}

async function watchReading<T>(observer: ProvisionObserver, read: () => Promise<T>): Promise<T> {
  observer.reading?.();
  try {
    const state = await read();
    observer.read?.(true);
    return state;
  } catch (error) {
    observer.read?.(false);
    throw error;
  }
}

export interface ProvisionOptions {
  /** How long to wait for the lease. Default 0. */
  waitMs?: number | undefined;
  /** Changes must still match this when they are applied; `name` is its name in messages, such as the file. */
  expected?: { saved: SavedPlan; name: string } | undefined;
  observer?: ProvisionObserver;
  /** Stops the work, in addition to the signal of the app. */
  signal?: AbortSignal;
}

export interface Provisioning {
  report: ProvisionReport;
  /** Whether all changes were applied. */
  ok: boolean;
  /** The error that stopped the work after some changes were applied; null when all were tried. */
  ended: SpmError | null;
}

/** Under the lease of the installation. @throws the errors of `previewProvision`, SPM_LEASE_*, SPM_SAVED_PLAN_* and SPM_STORE_* */
export async function provisionShop(
  app: App,
  shop: Shop,
  { waitMs, expected, observer = {}, signal = app.signal }: ProvisionOptions,
): Promise<Provisioning> {
  const { REQUEST_TIMEOUT_MS } = await import('../runtime/lease/held-lease.js');
  const { applyDiff } = await import('../runtime/provision/apply.js');
  const { makeRecorder } = await import('../runtime/provision/recorder.js');
  const { rememberDefinitions } = await import('../runtime/provisioned.js');
  const { requireCurrent } = await import('../runtime/provision/saved-plan.js');
  const { clock } = app;
  const stop = AbortSignal.any([app.signal, signal]);
  const work = async (held: HeldLease): Promise<Provisioning> => {
    const { report, saved, recorded, plan } = await previewProvision(app, shop, observer);
    if (expected !== undefined) requireCurrent(expected.saved, saved(), expected.name);
    const watched = watchWrites(observer, report.diff);
    const applied = await applyDiff(shop.client, report.diff, {
      // Without a logger, since the report has the same facts.
      now: clock.now(),
      sleep: clock.sleep,
      signal: AbortSignal.any([stop, held.signal]),
      beforeWrite: () => held.ensureTimeFor(REQUEST_TIMEOUT_MS),
      record: makeRecorder(() => shop.state(held.current()), recorded),
      onChange: watched.settled,
    });
    watched.end(applied);
    await rememberDefinitions(shop.state(held.current()), plan.customData ?? []);
    return resultOf(report, applied);
  };
  return app.withLease(shop.installation.installationId, waitMs, work, stop);
}

function watchWrites(observer: ProvisionObserver, { changes, summary }: ProvisionDiff) {
  const writes = changes.length - summary.unchanged - summary.drift;
  let done = 0;
  if (writes > 0) observer.applying?.(writes);
  return {
    settled({ change }: ChangeOutcome): void {
      if (change.action === 'unchanged' || change.action === 'drift') return;
      done += 1;
      observer.settled?.(done, writes);
    },
    end({ errors }: AppliedDiff): void {
      if (writes > 0) observer.applied?.(errors.length === 0);
    },
  };
}

/** Partial work is reported even if the API failed; without any, only the error is thrown. */
function resultOf(preview: ProvisionReport, applied: AppliedDiff): Provisioning {
  const { outcomes, errors, ended } = applied;
  if (ended !== undefined && !outcomes.some(({ status }) => status === 'applied')) throw ended;
  const report = { ...preview, dry_run: false, outcomes: outcomes.map(outcomeOf) };
  return { report, ok: errors.length === 0, ended: ended ?? null };
}

function outcomeOf({ change, status, id, message }: ChangeOutcome): ProvisionOutcome {
  const { kind, key, action } = change;
  return { kind, key, action, status, id, message: message ?? null };
}
