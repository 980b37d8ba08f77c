import type { App } from '../../app/app.js';
import type { SelectedShop } from '../../app/shops/shop.js';
import { syncShop } from '../../app/sync.js';
import type { SyncSeveralReport } from '../../runtime/loop/several.js';
import type { Invocation, Report } from '../types.js';
import { howToSync, type SyncRequest } from './options.js';
import { watchShops } from './progress.js';

/** Syncs several shops; a shop that fails does not stop the others. */
export async function syncSelected(
  app: App,
  request: SyncRequest,
  shops: readonly SelectedShop[],
  { progress }: Invocation,
): Promise<Report<SyncSeveralReport>> {
  const { syncSeveral } = await import('../../runtime/loop/several.js');
  const { clock, signal } = app;
  const selected = new Map(shops.map((shop) => [shop.installationId, shop]));
  const watch = watchShops(progress, shops.length, () => clock.now());
  const how = { ...howToSync(request), amongOthers: true };
  const data = await syncSeveral({
    installationIds: [...selected.keys()],
    concurrency: request.shops,
    clock,
    signal,
    sync: async (id) => {
      const shop = await (selected.get(id) as SelectedShop).open();
      return syncShop(app, shop, { ...how, observer: watch.observer(id) });
    },
    ended: watch.ended,
  });
  watch.done();
  const { areAllUnavailable } = await import('../../runtime/failure.js');
  if (areAllUnavailable(data.installations.map(({ error }) => error)))
    return { data, exit: 'unavailable' as const };
  return { data, exit: data.status === 'partial' ? 'failed' : data.status };
}
