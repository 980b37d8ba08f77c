/** Syncs one shop. */
import type { RawSettings } from '../connector/types.js';
import type { DryRun } from '../runtime/sync/dry-run/run.js';
import type { SyncInput } from '../runtime/sync/input.js';
import type { SyncObserver } from '../runtime/sync/observer.js';
import type { SyncOptions } from '../runtime/sync/options.js';
import type { SyncReport } from '../runtime/sync/report.js';
import type { Waits } from '../runtime/waits.js';
import type { App } from './app.js';
import { holderIsGone } from './process.js';
import type { Shop } from './shops/shop.js';

/** Options that override the configuration. */
export interface ShopSync {
  options?: Partial<SyncOptions>;
  /** How long a step may take to stop after a signal, in milliseconds. Default 10 s. */
  drainTimeoutMs?: number;
  observer?: SyncObserver;
  /** Reports what the sync waits for. Default: the app's observer. */
  waits?: Waits;
  /** Whether other shops are synced too; log lines then name the shop. */
  amongOthers?: boolean;
}

/** @throws the errors of `runSync` */
export async function syncShop(app: App, shop: Shop, how: ShopSync): Promise<SyncReport> {
  const { runSync } = await import('../runtime/sync/run.js');
  const { installationId } = shop.installation;
  const { lifecycle } = await app.store();
  // An activation asks for it. Windows that this run opens stay full, also when they are resumed later.
  const backfill = isWhole(how) && ((await lifecycle.get(installationId))?.backfill ?? false);
  const options = { ...how.options, ...(backfill && { full: true }) };
  const report = await runSync(await syncInput(app, shop, { ...how, options }));
  if (backfill && !report.interrupted) await lifecycle.endBackfill(installationId);
  return report;
}

/** Whether every step is synced, without explicit bounds. */
function isWhole({ options: { only, sources, since, until } = {} }: ShopSync): boolean {
  return [only, sources, since, until].every((one) => one == null);
}

/** Previews a sync; `limit` is how many records of each step are shown. @throws the errors of `runDry` */
export async function dryRunShop(
  app: App,
  shop: Shop,
  how: ShopSync,
  limit: number,
): Promise<DryRun> {
  const { runDry } = await import('../runtime/sync/dry-run/run.js');
  return runDry(await syncInput(app, shop, how), limit);
}

async function syncInput(
  app: App,
  shop: Shop,
  { options, drainTimeoutMs, observer, waits, amongOthers }: ShopSync,
): Promise<SyncInput<RawSettings>> {
  const { client, pushClient, installation, settings, state, inboundSecret } = shop;
  const { provisioned, definitions } = shop;
  const { installationId } = installation;
  return {
    store: await app.store(),
    clock: app.clock,
    owner: app.owner,
    client,
    pushClient,
    integration: await app.integration(),
    installation,
    settings,
    state,
    inboundSecret,
    logger: amongOthers ? app.logger.child({ installation: installationId }) : app.logger,
    signal: app.signal,
    holderIsGone,
    waits: waits ?? app.waits,
    options: { full: false, ...(await app.config()).sync, ...options },
    provisioned,
    definitions,
    ...(drainTimeoutMs === undefined ? {} : { drainTimeoutMs }),
    ...(observer === undefined ? {} : { observer }),
  };
}
