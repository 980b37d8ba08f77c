import type { SyncSeveralReport } from '../../runtime/loop/several.js';
import type { SelectedShop } from '../../shop.js';
import type { Invocation, Report } from '../types.js';
import { amongOthers, type Engine, syncShop } from './engine.js';
import { watchShops } from './progress.js';

/** Several shops: one that fails does not keep the others from their sync. */
export async function syncSelected(
  engine: Engine,
  shops: readonly SelectedShop[],
  { progress }: Invocation,
): Promise<Report<SyncSeveralReport>> {
  const { syncSeveral } = await import('../../runtime/loop/several.js');
  const { context, request } = engine;
  const selected = new Map(shops.map((shop) => [shop.installationId, shop]));
  const watch = watchShops(progress, shops.length, () => context.clock.now());
  const data = await syncSeveral({
    installationIds: [...selected.keys()],
    concurrency: request.shops,
    clock: context.clock,
    signal: context.signal,
    sync: async (id) => {
      const shop = await (selected.get(id) as SelectedShop).open();
      return syncShop(amongOthers(engine, id), shop, watch.observer(id));
    },
    ended: watch.ended,
  });
  watch.done();
  const { areAllUnavailable } = await import('../../runtime/failure.js');
  if (areAllUnavailable(data.installations.map(({ error }) => error)))
    return { data, exit: 'unavailable' as const };
  return { data, exit: data.status === 'partial' ? 'failed' : data.status };
}
