import { parseDuration } from '../../config/values.js';
import { SpmError } from '../../errors.js';
import { systemRandom } from '../../runtime/clock.js';
import type { LoopEvent } from '../../runtime/loop/scheduler.js';
import type { SelectedShop, Selection, Shop } from '../../shop.js';
import type { Invocation, Report } from '../types.js';
import { amongOthers, type Engine, syncShop } from './engine.js';

/** Every active shop, or those that are named, until a signal comes. */
export async function syncInLoop(
  engine: Engine,
  selection: Selection,
  { emit }: Invocation,
): Promise<Report<LoopEvent>> {
  const { runLoop } = await import('../../runtime/loop/scheduler.js');
  const { context, config, store, request } = engine;
  const shops = new LoopShops(engine, selection);
  // What is wrong with the line or the configuration shows at once.
  await shops.ids();
  await shops.prove();
  const data = await runLoop({
    store,
    clock: context.clock,
    random: systemRandom,
    owner: context.owner(),
    intervalMs: request.intervalMs ?? parseDuration(config.sync.interval) ?? 0,
    concurrency: request.shops,
    drainTimeoutMs: request.drainTimeoutMs,
    retention: config.retention,
    signal: context.signal,
    installations: () => shops.ids(),
    sync: async (id) => syncShop(amongOthers(engine, id), await shops.open(id), {}),
    tell: emit,
  });
  return { data };
}

/** The shops of a loop, as they come and go. */
class LoopShops {
  private selected = new Map<string, SelectedShop>();
  /** The sandbox is started once: it is this process. */
  private sandbox: Promise<Shop> | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly selection: Selection,
  ) {}

  async ids(): Promise<string[]> {
    const shops = await this.select();
    this.selected = new Map(shops.map((shop) => [shop.installationId, shop]));
    return [...this.selected.keys()];
  }

  /** A token that never worked ends the loop before it begins. */
  async prove(): Promise<void> {
    for (const shop of this.selected.values()) await shop.prove?.();
  }

  /** Registered shops anew each time: a token or settings may have changed. */
  open(id: string): Promise<Shop> {
    const shop = this.selected.get(id);
    if (shop === undefined) throw new SpmError('SPM_INTERNAL', `${id} is not in the loop`);
    if (this.engine.config.target !== 'sandbox') return shop.open();
    this.sandbox ??= shop.open().catch((error: unknown) => {
      // The next sync tries again.
      this.sandbox = undefined;
      throw error;
    });
    return this.sandbox;
  }

  private async select(): Promise<SelectedShop[]> {
    const { context, store, integration } = this.engine;
    const { ids } = this.selection;
    const of = (selection: Selection) => context.shops(store, integration, selection);
    if (ids !== undefined) return of({ ids: await this.activeOf(ids) });
    // A target may imply a shop that is not in the registry.
    const everyone = await untilThere(() => of({ all: true }));
    if (everyone.length > 0 || this.selection.all) return everyone;
    return untilThere(() => of({}));
  }

  /** Those of the named that are active now; one that was never there is an error. */
  private async activeOf(ids: readonly string[]): Promise<string[]> {
    const { store, config } = this.engine;
    if (config.target === 'sandbox') return [...ids];
    const known = await Promise.all(ids.map((id) => store.installations.get(id)));
    return ids.filter((_, index) => (known[index]?.status ?? 'active') === 'active');
  }
}

/** Nobody yet: the loop waits for the first. */
async function untilThere(select: () => Promise<SelectedShop[]>): Promise<SelectedShop[]> {
  try {
    return await select();
  } catch (error) {
    if (error instanceof SpmError && WAITED_FOR.includes(error.code)) return [];
    throw error;
  }
}

const WAITED_FOR: readonly string[] = ['SPM_UNKNOWN_INSTALLATION', 'SPM_SECRET_MISSING'];
