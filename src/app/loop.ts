/** Syncing shops again and again. */
import { parseDuration } from '../config/values.js';
import { SpmError } from '../errors.js';
import { systemRandom } from '../runtime/clock.js';
import { IMPLIED_SANDBOX } from '../runtime/implied.js';
import type { LoopEvent } from '../runtime/loop/scheduler.js';
import type { SyncOptions } from '../runtime/sync/options.js';
import { Waits } from '../runtime/waits.js';
import type { App } from './app.js';
import { once } from './once.js';
import type { SelectedShop, Selection, Shop } from './shops/shop.js';
import { syncShop } from './sync.js';

export interface LoopOptions {
  options: Partial<SyncOptions>;
  /** Shops side by side. */
  shops: number;
  /** Between two syncs of a shop; as configured when absent. */
  intervalMs: number | undefined;
  drainTimeoutMs: number;
  tell(event: LoopEvent): Promise<void>;
}

/** Every active shop, or those that are named, until a signal comes. @throws SpmError what is wrong before the first sync */
export async function syncInLoop(
  app: App,
  selection: Selection,
  { options, shops: concurrency, intervalMs, drainTimeoutMs, tell }: LoopOptions,
): Promise<LoopEvent> {
  const { runLoop, waitingEvent } = await import('../runtime/loop/scheduler.js');
  const { sync, retention } = await app.config();
  const shops = new LoopShops(app, selection);
  // What is wrong with the line or the configuration shows at once.
  await shops.ids();
  await shops.prove();
  const waits = new Waits(app.clock, (wait, now, again) => {
    if (!again) void tell(waitingEvent(wait, now));
  });
  const how = { options, drainTimeoutMs, waits, amongOthers: true };
  return runLoop({
    store: await app.store(),
    clock: app.clock,
    random: systemRandom,
    owner: app.owner,
    intervalMs: intervalMs ?? parseDuration(sync.interval) ?? 0,
    concurrency,
    drainTimeoutMs,
    retention,
    signal: app.signal,
    installations: () => shops.ids(),
    sync: async (id) => syncShop(app, await shops.open(id), how),
    tell,
  });
}

/** The shops of a loop, as they come and go. */
class LoopShops {
  private selected = new Map<string, SelectedShop>();
  /** The sandbox is started once: it is this process. */
  private readonly sandbox = once(() => this.of(IMPLIED_SANDBOX).open());

  constructor(
    private readonly app: App,
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
  async open(id: string): Promise<Shop> {
    const { target } = await this.app.config();
    return target === 'sandbox' ? this.sandbox() : this.of(id).open();
  }

  private of(id: string): SelectedShop {
    const shop = this.selected.get(id);
    if (shop === undefined) throw new SpmError('SPM_INTERNAL', `${id} is not in the loop`);
    return shop;
  }

  private async select(): Promise<SelectedShop[]> {
    const { ids } = this.selection;
    const of = (selection: Selection) => this.app.shops(selection);
    if (ids !== undefined) return of({ ids: await this.activeOf(ids) });
    // A target may imply a shop that is not in the registry.
    const everyone = await untilThere(() => of({ all: true }));
    if (everyone.length > 0 || this.selection.all) return everyone;
    return untilThere(() => of({}));
  }

  /** Those of the named that are active now; one that was never there is an error. */
  private async activeOf(ids: readonly string[]): Promise<string[]> {
    if ((await this.app.config()).target === 'sandbox') return [...ids];
    const store = await this.app.store();
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
