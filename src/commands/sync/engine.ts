/** What every way to sync has in common: the store, the connector, and how one shop is synced. */
import type { Config } from '../../config/resolve.js';
import type { Integration, Logger, RawSettings } from '../../connector/types.js';
import type { Context } from '../../context.js';
import type { Store } from '../../runtime/ports/store.js';
import type { SyncInput } from '../../runtime/sync/input.js';
import type { SyncObserver } from '../../runtime/sync/observer.js';
import type { SyncOptions } from '../../runtime/sync/options.js';
import type { SyncReport } from '../../runtime/sync/report.js';
import type { Selection, Shop } from '../../shop.js';
import type { SyncRequest } from './options.js';

export interface Engine {
  context: Context;
  config: Config;
  integration: Integration;
  store: Store;
  logger: Logger;
  request: SyncRequest;
}

export async function openEngine(
  context: Context,
  request: SyncRequest,
  selection: Selection,
): Promise<Engine> {
  const { keepHeapSmall } = await import('../../runtime/sync/heap.js');
  keepHeapSmall();
  const config = await context.config();
  const integration = await context.integration();
  const { logger } = context;
  tellOfStop(context, request.drainTimeoutMs);
  const store = await context.shopStore(selection);
  return { context, config, integration, store, logger, request };
}

/** Who presses Ctrl-C is not left to wonder what it waits for. */
function tellOfStop(context: Context, drainTimeoutMs: number): void {
  const { signal, logger, interrupted } = context;
  const seconds = drainTimeoutMs / 1000;
  const text = `Stopping: what is on its way may take up to ${seconds} s; a second signal ends at once`;
  const tell = () => {
    if (interrupted()) logger.warn(text);
  };
  signal.addEventListener('abort', tell, { once: true });
}

/** @throws what `runSync` throws */
export async function syncShop(
  engine: Engine,
  shop: Shop,
  observer: SyncObserver,
  own: Partial<SyncOptions> = {},
): Promise<SyncReport> {
  const { runSync } = await import('../../runtime/sync/run.js');
  return runSync(syncInput(engine, shop, observer, own));
}

/** For one shop of several: what it logs says which one. */
export function amongOthers(engine: Engine, installation: string): Engine {
  return { ...engine, logger: engine.logger.child({ installation }) };
}

export function syncInput(
  { context, config, integration, store, logger, request }: Engine,
  shop: Shop,
  observer: SyncObserver,
  own: Partial<SyncOptions> = {},
): SyncInput<RawSettings> {
  const { client, pushClient, installation, settings, state, inboundSecret, provisioned } = shop;
  return {
    store,
    clock: context.clock,
    owner: context.owner(),
    client,
    pushClient,
    integration,
    installation,
    settings,
    state,
    inboundSecret,
    logger,
    signal: context.signal,
    drainTimeoutMs: request.drainTimeoutMs,
    holderIsGone: context.holderIsGone,
    options: { ...config.sync, ...request.options, ...own },
    provisioned,
    observer,
  };
}
