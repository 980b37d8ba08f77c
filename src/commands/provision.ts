import type { Integration } from '../connector/types.js';
import type { Context } from '../context.js';
import { withContext } from '../context.js';
import { SpmError } from '../errors.js';
import type { Change, ChangeAction, ChangeKind, ProvisionDiff } from '../plan/diff.js';
import type { Lease, Store } from '../runtime/ports.js';
import type { AppliedDiff } from '../runtime/provision/apply.js';
import type { OutcomeStatus } from '../runtime/provision/run.js';
import type { Shop } from '../shop.js';
import type { Command, Invocation, Report } from './types.js';
import { WAIT, waitMs } from './wait.js';

export interface ProvisionOutcome {
  kind: ChangeKind;
  key: string;
  action: ChangeAction;
  status: OutcomeStatus;
  id: number | null;
  /** Why it failed or was skipped; the API's own words where there are any. */
  message: string | null;
}

export interface ProvisionReport {
  installation_id: string;
  target: string;
  dry_run: boolean;
  diff: ProvisionDiff;
  /** One for each change; null when nothing was applied. */
  outcomes: ProvisionOutcome[] | null;
}

export const command: Command = {
  spec: {
    name: 'provision',
    summary: 'show or apply what the plan needs on the shop',
    description:
      'Compares the plan with the shop and creates or extends what is missing. Nothing is ever deleted, and a second run changes nothing. On another target than this machine it asks before it writes.',
    options: [
      { flags: '--dry-run', description: 'show what would be done, and write nothing to the shop' },
      {
        flags: '--detailed-exitcode',
        description: 'with --dry-run: end with 2 when changes are pending',
      },
      { flags: '--yes', description: 'do not ask before writing' },
      WAIT,
    ],
    examples: [
      { command: 'spm-connect provision --dry-run', description: 'what would be done' },
      { command: 'spm-connect provision --yes', description: 'do it, without a question' },
      {
        command: 'spm-connect provision --dry-run --detailed-exitcode',
        description: 'for CI: 0 when the shop is as planned, 2 when it is not',
      },
    ],
  },
  run: (invocation) =>
    withContext(invocation, async (context) => {
      refuseLonelyExitCode(invocation);
      const integration = await context.integration();
      const store = await context.store();
      const shop = await context.shop(store, integration);
      if (invocation.options.dryRun) return dryRun(invocation, context, store, shop, integration);
      const { withLease } = await import('../runtime/lease.js');
      return withLease(
        store,
        shop.installation.installationId,
        context.owner(),
        context.clock,
        {
          waitMs: waitMs(invocation),
          signal: context.signal,
          holderIsGone: context.holderIsGone,
          logger: context.logger,
        },
        (held) =>
          provision(invocation, context, store, shop, integration, held.current(), held.signal),
      );
    }),
};

/** Without --dry-run it would write to the shop of someone who only wanted to know. */
function refuseLonelyExitCode({ options }: Invocation): void {
  if (!options.detailedExitcode || options.dryRun) return;
  throw new SpmError('SPM_USAGE', '--detailed-exitcode needs --dry-run', {
    cause: 'it tells whether changes are pending, and applying leaves none',
    hint: 'Run `spm-connect provision --dry-run --detailed-exitcode`.',
  });
}

async function dryRun(
  invocation: Invocation,
  context: Context,
  store: Store,
  shop: Shop,
  integration: Integration,
): Promise<Report<ProvisionReport>> {
  const { hasChanges } = await import('../plan/diff.js');
  const diff = await readDiff(invocation, context, store, shop, integration);
  const pending = hasChanges(diff);
  const data = await describe(context, shop, { dry_run: true, diff, outcomes: null });
  if (invocation.options.detailedExitcode && pending) return { data, exit: 'changes' };
  return { data };
}

async function provision(
  invocation: Invocation,
  context: Context,
  store: Store,
  shop: Shop,
  integration: Integration,
  lease: Lease,
  leaseLost: AbortSignal,
): Promise<Report<ProvisionReport>> {
  const { hasChanges } = await import('../plan/diff.js');
  const { applyDiff } = await import('../runtime/provision/apply.js');
  const { mergeProvisioned } = await import('../runtime/state.js');
  const diff = await readDiff(invocation, context, store, shop, integration);
  const preview = await describe(context, shop, { dry_run: true, diff, outcomes: null });
  if (hasChanges(diff)) await confirm(invocation, context, preview);
  const applied = await applyDiff(shop.client, diff, {
    now: context.clock.now(),
    sleep: context.clock.sleep,
    logger: context.logger,
    signal: AbortSignal.any([context.signal, leaseLost]),
  });
  await mergeProvisioned(shop.state(lease), applied);
  const data = { ...preview, dry_run: false, outcomes: applied.outcomes.map(outcomeOf) };
  return { data, exit: applied.errors.length > 0 || hasConflict(diff) ? 'failed' : 'ok' };
}

async function readDiff(
  { progress }: Invocation,
  context: Context,
  store: Store,
  shop: Shop,
  integration: Integration,
): Promise<ProvisionDiff> {
  const { checkPlan, evaluatePlan } = await import('../runtime/provision/evaluate-plan.js');
  const { readShop } = await import('../runtime/provision/read-shop.js');
  const { diffPlan } = await import('../plan/diff.js');
  const plan = await evaluatePlan(integration, await context.integrationContext(store, shop));
  checkPlan(plan);
  progress.start('Reading the shop');
  try {
    const state = await readShop(shop.client, plan, shop.provisioned);
    progress.succeed('Read the shop');
    return diffPlan(plan, state, shop.provisioned);
  } catch (error) {
    progress.fail();
    throw error;
  }
}

/** This machine's own shops are there to be written to; any other is asked for. */
async function confirm(
  { options, interactive, preview, prompt }: Invocation,
  context: Context,
  report: ProvisionReport,
): Promise<void> {
  const { isLocalTarget } = await import('../config/resolve.js');
  const { target } = await context.config();
  if (options.yes || isLocalTarget(target)) return;
  if (!interactive)
    throw new SpmError('SPM_MISSING_INPUT', 'Writing to the shop needs a yes', {
      cause: '--yes is missing, and nothing can be asked here',
      hint: `Add --yes: \`spm-connect provision --target ${target} --yes\`.`,
    });
  await preview(report);
  if (await prompt.confirm({ message: `Apply this to ${report.installation_id}?` })) return;
  throw new SpmError('SPM_CANCELLED', 'Nothing was applied', {
    hint: 'Run it again and say yes, or look closer with --dry-run.',
  });
}

async function describe(
  context: Context,
  shop: Shop,
  parts: Pick<ProvisionReport, 'dry_run' | 'diff' | 'outcomes'>,
): Promise<ProvisionReport> {
  const { target } = await context.config();
  return { installation_id: shop.installation.installationId, target, ...parts };
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

const hasConflict = ({ changes }: { changes: readonly Change[] }): boolean =>
  changes.some(({ action }) => action === 'conflict');
