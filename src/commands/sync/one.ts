import type { SyncReport } from '../../runtime/sync/report.js';
import type { Shop } from '../../shop.js';
import type { Invocation, Report } from '../types.js';
import { type Engine, syncShop } from './engine.js';
import { watchSteps } from './progress.js';

/** One shop, step by step. */
export async function syncOne(
  engine: Engine,
  shop: Shop,
  { progress }: Invocation,
): Promise<Report<SyncReport>> {
  const { concurrency } = engine.request;
  const own = concurrency === undefined ? {} : { concurrency };
  const now = () => engine.context.clock.now();
  const data = await syncShop(engine, shop, watchSteps(progress, now), own);
  return { data, exit: data.status === 'ok' ? 'ok' : 'failed' };
}
