import type { SavedPlan } from '../../runtime/provision/saved-plan.js';
import type { Shop } from '../../shop.js';
import type { ProvisionReport, Task } from '../provision.js';
import type { Report } from '../types.js';
import { confirm, mustAsk } from './confirm.js';
import { savedFile } from './saved.js';
import { type Expected, provisionShop, type Reading, readDiff } from './shop.js';

export async function provisionOne(
  task: Task,
  shop: Shop,
  saved: SavedPlan | undefined,
): Promise<Report<ProvisionReport>> {
  const { invocation } = task;
  const expected = saved && { saved, name: String(invocation.options.plan) };
  if (invocation.options.dryRun) return dryRun(task, shop, expected);
  if (!(await mustAsk(task))) return provisionShop(task, shop, invocation.progress, expected);
  // Nobody's lease waits for a person to answer: what is done is what was shown, or nothing.
  const shown = await readDiff(task, shop, invocation.progress);
  await checkShown(shown, expected);
  const { hasChanges } = await import('../../plan/diff.js');
  if (hasChanges(shown.report.diff))
    await confirm(task, shown.report, shown.report.installation_id);
  const name = expected?.name ?? 'What was shown';
  return provisionShop(task, shop, invocation.progress, { saved: shown.saved, name });
}

async function dryRun(
  task: Task,
  shop: Shop,
  expected: Expected | undefined,
): Promise<Report<ProvisionReport>> {
  const { invocation } = task;
  const reading = await readDiff(task, shop, invocation.progress);
  await checkShown(reading, expected);
  return {
    data: reading.report,
    exit: await exitOf(task, [reading.report]),
    ...savedFile(invocation, reading.saved),
  };
}

async function checkShown({ saved }: Reading, expected: Expected | undefined): Promise<void> {
  if (expected === undefined) return;
  const { requireCurrent } = await import('../../runtime/provision/saved-plan.js');
  requireCurrent(expected.saved, saved, expected.name);
}

/** A conflict is for a person to solve, whatever else is pending. */
export async function exitOf(
  { invocation }: Task,
  reports: readonly ProvisionReport[],
): Promise<'ok' | 'failed' | 'changes'> {
  const { hasChanges } = await import('../../plan/diff.js');
  if (reports.some(({ diff }) => diff.summary.conflict > 0)) return 'failed';
  const pending = reports.some(({ diff }) => hasChanges(diff));
  return invocation.options.detailedExitcode && pending ? 'changes' : 'ok';
}
