import {
  type ProvisionPreview,
  type ProvisionReport,
  previewProvision,
} from '../../app/provision.js';
import type { Shop } from '../../app/shops/shop.js';
import type { SavedPlan } from '../../runtime/provision/saved-plan.js';
import type { Report } from '../types.js';
import { confirm, mustAsk } from './confirm.js';
import { watchProvision } from './progress.js';
import { savedFile } from './saved.js';
import { apply, type Expected, type Task } from './task.js';

export async function provisionOne(
  task: Task,
  shop: Shop,
  saved: SavedPlan | undefined,
): Promise<Report<ProvisionReport>> {
  const { invocation, app } = task;
  const observer = watchProvision(invocation.progress);
  const expected = saved && { saved, name: String(invocation.options.plan) };
  if (invocation.options.dryRun) return dryRun(task, shop, expected);
  if (!(await mustAsk(task))) return apply(task, shop, { observer, expected });
  // The lease is not held while the user decides. Afterwards, the command applies exactly the shown changes, or none.
  const shown = await previewProvision(app, shop, observer);
  await checkShown(shown, expected);
  const { hasChanges } = await import('../../plan/diff.js');
  if (hasChanges(shown.report.diff))
    await confirm(task, shown.report, shown.report.installation_id);
  const name = expected?.name ?? 'The shown plan';
  return apply(task, shop, { observer, expected: { saved: shown.saved(), name } });
}

async function dryRun(
  task: Task,
  shop: Shop,
  expected: Expected | undefined,
): Promise<Report<ProvisionReport>> {
  const { invocation, app } = task;
  const preview = await previewProvision(app, shop, watchProvision(invocation.progress));
  await checkShown(preview, expected);
  return {
    data: preview.report,
    exit: await exitOf(task, [preview.report]),
    ...savedFile(invocation, () => preview.saved()),
  };
}

async function checkShown(
  { saved }: ProvisionPreview,
  expected: Expected | undefined,
): Promise<void> {
  if (expected === undefined) return;
  const { requireCurrent } = await import('../../runtime/provision/saved-plan.js');
  requireCurrent(expected.saved, saved(), expected.name);
}

/** A conflict needs a decision, so it counts more than pending changes. */
export async function exitOf(
  { invocation }: Task,
  reports: readonly ProvisionReport[],
): Promise<'ok' | 'failed' | 'changes'> {
  const { hasChanges } = await import('../../plan/diff.js');
  if (reports.some(({ diff }) => diff.summary.conflict > 0)) return 'failed';
  const pending = reports.some(({ diff }) => hasChanges(diff));
  return invocation.options.detailedExitcode && pending ? 'changes' : 'ok';
}
