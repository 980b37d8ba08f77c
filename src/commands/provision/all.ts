/** Provisions several shops side by side; a shop that fails does not stop the others. */
import {
  type ProvisionPreview,
  type ProvisionReport,
  previewProvision,
} from '../../app/provision.js';
import type { SelectedShop } from '../../app/shops/shop.js';
import { mapWithConcurrency } from '../../connector/concurrency.js';
import { causeText, type ErrorCode, SpmError } from '../../errors.js';
import type { Report } from '../types.js';
import { confirm, mustAsk } from './confirm.js';
import { exitOf } from './one.js';
import { apply, type Expected, type Task } from './task.js';

/** The result of one shop. */
export interface ProvisionedShop {
  installation_id: string;
  /** Null when the shop was not reached. */
  report: ProvisionReport | null;
  error: { code: ErrorCode; message: string; cause: string | null; hint: string | null } | null;
}

/** Data of `provision` for several shops. */
export interface ProvisionAllReport {
  target: string;
  dry_run: boolean;
  shops: ProvisionedShop[];
}

/** Shops at a time. Each shop sends a few requests at a time. */
const CONCURRENCY = 4;

export async function provisionAll(
  task: Task,
  shops: readonly SelectedShop[],
): Promise<Report<ProvisionAllReport>> {
  const dryRun = task.invocation.options.dryRun === true;
  if (dryRun) return summary(task, true, await readAll(task, shops));
  const shown = (await mustAsk(task)) ? await showAndAsk(task, shops) : undefined;
  const done = await each(task, shops, 'Provisioning', async (shop) => {
    const expected = shown && whatWasShown(shown, shop);
    const { data, exit } = await apply(task, await shop.open(), { expected });
    return { report: data, failed: exit === 'failed' };
  });
  return summary(task, false, done);
}

/** A shop whose changes could not be shown is not changed. */
function whatWasShown(
  shown: Map<string, Done<ProvisionPreview>>,
  { installationId }: SelectedShop,
): Expected {
  const { result, error } = shown.get(installationId) ?? {};
  if (result === undefined) throw error;
  return { saved: result.saved(), name: 'The shown plan' };
}

async function readAll(
  task: Task,
  shops: readonly SelectedShop[],
): Promise<Done<ProvisionPreview>[]> {
  return each(task, shops, 'Reading', async (shop) =>
    previewProvision(task.app, await shop.open()),
  );
}

async function showAndAsk(
  task: Task,
  shops: readonly SelectedShop[],
): Promise<Map<string, Done<ProvisionPreview>>> {
  const { hasChanges } = await import('../../plan/diff.js');
  const read = await readAll(task, shops);
  if (read.some(({ result }) => result && hasChanges(result.report.diff))) {
    const { data } = await summary(task, true, read);
    await confirm(task, data, `${shops.length} shops`);
  }
  return new Map(read.map((done) => [done.installationId, done]));
}

interface Done<R> {
  installationId: string;
  result?: R;
  error?: SpmError;
}

async function each<R>(
  { invocation, app }: Task,
  shops: readonly SelectedShop[],
  label: string,
  work: (shop: SelectedShop) => Promise<R>,
): Promise<Done<R>[]> {
  // One line of progress for all shops.
  const { progress } = invocation;
  let count = 0;
  progress.start(`${label} ${shops.length === 1 ? '1 shop' : `${shops.length} shops`}`);
  const done = await mapWithConcurrency(shops, CONCURRENCY, async (shop) => {
    const one = await attempt(shop, work, app.signal);
    count += 1;
    progress.update(`${count} of ${shops.length}`);
    return one;
  });
  if (done.some(({ error }) => error !== undefined)) progress.fail();
  else progress.succeed();
  return done;
}

async function attempt<R>(
  shop: SelectedShop,
  work: (shop: SelectedShop) => Promise<R>,
  signal: AbortSignal,
): Promise<Done<R>> {
  const { installationId } = shop;
  signal.throwIfAborted();
  try {
    return { installationId, result: await work(shop) };
  } catch (error) {
    if (!(error instanceof SpmError) || error.code === 'SPM_CANCELLED') throw error;
    return { installationId, error };
  }
}

async function summary(
  task: Task,
  dryRun: boolean,
  done: readonly Done<{ report: ProvisionReport; failed?: boolean }>[],
): Promise<Report<ProvisionAllReport>> {
  const shops = done.map(
    ({ installationId, result, error }): ProvisionedShop => ({
      installation_id: installationId,
      report: result?.report ?? null,
      error: error === undefined ? null : errorOf(error),
    }),
  );
  const reports = done.flatMap(({ result }) => (result === undefined ? [] : [result.report]));
  const failed = done.some(({ error, result }) => error !== undefined || result?.failed);
  const { areAllUnavailable } = await import('../../runtime/failure.js');
  if (areAllUnavailable(shops.map(({ error }) => error)))
    return { data: { target: task.target, dry_run: dryRun, shops }, exit: 'unavailable' };
  const exit = failed ? 'failed' : dryRun ? await exitOf(task, reports) : 'ok';
  return { data: { target: task.target, dry_run: dryRun, shops }, exit };
}

function errorOf({ code, message, cause, hint }: SpmError): ProvisionedShop['error'] {
  return { code, message, cause: causeText(cause) ?? null, hint: hint ?? null };
}
