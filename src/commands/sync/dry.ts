import { mapWithConcurrency } from '../../connector/concurrency.js';
import { type Failure, failureOf } from '../../runtime/failure.js';
import type { DryRun } from '../../runtime/sync/dry-run/run.js';
import type { SelectedShop } from '../../shop.js';
import type { Invocation, Report } from '../types.js';
import { amongOthers, type Engine, syncInput } from './engine.js';
import { watchSteps } from './progress.js';

export interface DryRunReport {
  dry_run: true;
  installations: ((DryRun & { error: null }) | FailedDryRun)[];
}

interface FailedDryRun {
  installation_id: string;
  status: 'failed';
  steps: never[];
  errors: never[];
  error: Failure;
}

const RECORDS_SHOWN = 3;

/** What a sync would do. With a single shop an error is the command's own, as without `--dry-run`. */
export async function dryRun(
  engine: Engine,
  shops: readonly SelectedShop[],
  { progress }: Invocation,
): Promise<Report<DryRunReport>> {
  const { runDry } = await import('../../runtime/sync/dry-run/run.js');
  const { request, context } = engine;
  const now = () => context.clock.now();
  const one = async (shop: SelectedShop) => {
    const observer = shops.length === 1 ? watchSteps(progress, now, 'to send') : {};
    const its = shops.length === 1 ? engine : amongOthers(engine, shop.installationId);
    const input = syncInput(its, await shop.open(), observer);
    return { ...(await runDry(input, request.limit ?? RECORDS_SHOWN)), error: null };
  };
  const installations = await mapWithConcurrency(
    shops,
    request.shops,
    shops.length === 1 ? one : (shop) => one(shop).catch((error) => failed(shop, error)),
  );
  const ok = installations.every(({ status }) => status === 'ok');
  return { data: { dry_run: true, installations }, exit: ok ? 'ok' : 'failed' };
}

const failed = ({ installationId }: SelectedShop, error: unknown): FailedDryRun => ({
  installation_id: installationId,
  status: 'failed',
  steps: [],
  errors: [],
  error: failureOf(error),
});
