import type { App } from '../../app/app.js';
import type { Shop } from '../../app/shops/shop.js';
import { syncShop } from '../../app/sync.js';
import type { SyncReport } from '../../runtime/sync/report.js';
import type { Invocation, Report } from '../types.js';
import { howToSync, type SyncRequest } from './options.js';
import { watchSteps } from './progress.js';

/** Syncs one shop. */
export async function syncOne(
  app: App,
  request: SyncRequest,
  shop: Shop,
  { progress }: Invocation,
): Promise<Report<SyncReport>> {
  const { options, ...how } = howToSync(request);
  const { concurrency } = request;
  const own = concurrency === undefined ? {} : { concurrency };
  const observer = watchSteps(progress, () => app.clock.now());
  const data = await syncShop(app, shop, { ...how, options: { ...options, ...own }, observer });
  return { data, exit: data.status === 'ok' ? 'ok' : 'failed' };
}
