/** One shop: what is to be done on it, and doing it. */
import type { SpmError } from '../../errors.js';
import type { Lease } from '../../runtime/ports/records.js';
import type { AppliedDiff } from '../../runtime/provision/apply.js';
import type { SavedPlan } from '../../runtime/provision/saved-plan.js';
import type { Provisioned } from '../../runtime/provisioned.js';
import type { Shop } from '../../shop.js';
import type { ProvisionOutcome, ProvisionReport, Task } from '../provision.js';
import type { Diagnostic, Progress, Report } from '../types.js';
import { waitMs } from '../wait.js';

/** What is to be done on a shop, with what that was computed from. */
export interface Reading {
  report: ProvisionReport;
  saved: SavedPlan;
  recorded: Provisioned;
}

/** @throws SpmError SPM_PLAN_INVALID, SPM_PLAN_CYCLE, SPM_API_* */
export async function readDiff(task: Task, shop: Shop, progress: Progress): Promise<Reading> {
  const { checkPlan, evaluatePlan } = await import('../../runtime/provision/evaluate-plan.js');
  const { readShop } = await import('../../runtime/provision/read-shop.js');
  const { savedPlan } = await import('../../runtime/provision/saved-plan.js');
  const { readProvisioned } = await import('../../runtime/provisioned.js');
  const { diffPlan } = await import('../../plan/diff.js');
  const { context, store, integration, target } = task;
  const plan = await evaluatePlan(integration, await context.integrationContext(store, shop));
  checkPlan(plan);
  const recorded = await readProvisioned(shop.state());
  progress.start('Reading the shop');
  try {
    const state = await readShop(shop.client, plan, recorded);
    progress.succeed('Read the shop');
    const diff = diffPlan(plan, state, recorded);
    const { installationId } = shop.installation;
    const connector = integration.slug;
    const basis = { connector, target, installationId, plan, shop: state, recorded };
    return {
      report: { installation_id: installationId, target, dry_run: true, diff, outcomes: null },
      // Without secrets, and what is compared with it later too.
      saved: context.redactor.data(savedPlan(basis, diff, context.clock.now())),
      recorded,
    };
  } catch (error) {
    progress.fail();
    throw error;
  }
}

/** What must still be so when it is done. */
export interface Expected {
  saved: SavedPlan;
  /** What it is called in messages: the name of its file. */
  name: string;
}

/** Under the lease of the installation. @throws as `readDiff`, SPM_LEASE_*, SPM_SAVED_PLAN_* and SPM_STORE_* */
export async function provisionShop(
  task: Task,
  shop: Shop,
  progress: Progress,
  expected?: Expected,
): Promise<Report<ProvisionReport>> {
  const { REQUEST_TIMEOUT_MS, withLease } = await import('../../runtime/lease/lease.js');
  const { applyDiff } = await import('../../runtime/provision/apply.js');
  const { makeRecorder } = await import('../../runtime/provision/recorder.js');
  const { requireCurrent } = await import('../../runtime/provision/saved-plan.js');
  const { context, store, invocation } = task;
  const { clock, logger, signal, holderIsGone } = context;
  const options = { waitMs: waitMs(invocation), signal, holderIsGone, logger };
  const { installationId } = shop.installation;
  return withLease(store, installationId, context.owner(), clock, options, async (held) => {
    const { report, saved, recorded } = await readDiff(task, shop, progress);
    if (expected !== undefined) requireCurrent(expected.saved, saved, expected.name);
    const watched = watch(progress, report);
    const applied = await applyDiff(shop.client, report.diff, {
      // Without a logger: the report says all that it would.
      now: clock.now(),
      sleep: clock.sleep,
      signal: AbortSignal.any([signal, held.signal]),
      beforeWrite: () => held.ensureTimeFor(REQUEST_TIMEOUT_MS),
      record: makeRecorder(() => shop.state(held.current() satisfies Lease), recorded),
      onChange: watched.settled,
    });
    watched.end(applied);
    return reportOf(report, applied);
  });
}

function watch(progress: Progress, { diff }: ProvisionReport) {
  const writes = diff.changes.length - diff.summary.unchanged - diff.summary.drift;
  let done = 0;
  if (writes > 0) progress.start('Applying');
  return {
    settled({ change }: AppliedDiff['outcomes'][number]): void {
      if (change.action === 'unchanged' || change.action === 'drift') return;
      done += 1;
      progress.update(`${done} of ${writes}`);
    },
    end({ errors }: AppliedDiff): void {
      if (writes === 0) return;
      if (errors.length === 0) progress.succeed('Applied');
      else progress.fail('Applied in part');
    },
  };
}

/** What was done is told, also when the API was not to be had any more; nothing at all is that error alone. */
function reportOf(preview: ProvisionReport, applied: AppliedDiff): Report<ProvisionReport> {
  const { outcomes, errors, ended } = applied;
  if (ended !== undefined && !outcomes.some(({ status }) => status === 'applied')) throw ended;
  return {
    data: { ...preview, dry_run: false, outcomes: outcomes.map(outcomeOf) },
    exit: errors.length > 0 ? 'failed' : 'ok',
    ...(ended === undefined ? {} : { diagnostics: [diagnosticOf(ended)] }),
  };
}

function outcomeOf({
  change,
  status,
  id,
  message,
}: AppliedDiff['outcomes'][number]): ProvisionOutcome {
  const { kind, key, action } = change;
  return { kind, key, action, status, id, message: message ?? null };
}

function diagnosticOf({ code, message, hint }: SpmError): Diagnostic {
  return { severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) };
}
