import type { App } from '../../app/app.js';
import type { SelectedShop } from '../../app/shops/shop.js';
import { dryRunShop } from '../../app/sync.js';
import { mapWithConcurrency } from '../../connector/concurrency.js';
import { type Failure, failureOf } from '../../runtime/failure.js';
import type { DryRun } from '../../runtime/sync/dry-run/run.js';
import type { Invocation, Report } from '../types.js';
import { howToSync, type SyncRequest } from './options.js';
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

/** A preview of a sync. With a single shop, an error ends the command, as without `--dry-run`. */
export async function dryRun(
  app: App,
  request: SyncRequest,
  shops: readonly SelectedShop[],
  { progress }: Invocation,
): Promise<Report<DryRunReport>> {
  const now = () => app.clock.now();
  const how =
    shops.length === 1
      ? { ...howToSync(request), observer: watchSteps(progress, now, 'to send') }
      : { ...howToSync(request), amongOthers: true };
  const one = async (shop: SelectedShop) => {
    const found = await dryRunShop(app, await shop.open(), how, request.limit ?? RECORDS_SHOWN);
    return { ...found, error: null };
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
