/** Syncs shops in a loop. */
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
  /** The number of shops to sync at the same time. */
  shops: number;
  /** Time between two syncs of a shop. Default: the configured interval. */
  intervalMs: number | undefined;
  drainTimeoutMs: number;
  tell(event: LoopEvent): Promise<void>;
  /** As for `runLoop`. */
  subscribe?: (look: () => void) => void;
}

/** Syncs every active shop, or the selected ones, until a signal. @throws SpmError for errors before the first sync */
export async function syncInLoop(
  app: App,
  selection: Selection,
  { options, shops: concurrency, intervalMs, drainTimeoutMs, tell, subscribe }: LoopOptions,
): Promise<LoopEvent> {
  const { runLoop, waitingEvent } = await import('../runtime/loop/scheduler.js');
  const { sync, retention } = await app.config();
  const shops = new LoopShops(app, selection);
  // Errors of the command line or the configuration must appear at once.
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
    ...(subscribe && { subscribe }),
  });
}

/** The shops of a loop, which may change while it runs. */
class LoopShops {
  private selected = new Map<string, SelectedShop>();
  /** The sandbox runs in this process, so it is started once. */
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

  /** A token that never worked fails before the first sync. */
  async prove(): Promise<void> {
    for (const shop of this.selected.values()) await shop.prove?.();
  }

  /** Registered shops are opened for each sync, since the token or settings may have changed. */
  async open(id: string): Promise<Shop> {
    const { target } = await this.app.config();
    return target === 'sandbox' ? this.sandbox() : this.of(id).open();
  }

  private of(id: string): SelectedShop {
    const shop = this.selected.get(id);
    if (shop === undefined) throw new SpmError('SPM_INTERNAL', `the loop has no shop ${id}`);
    return shop;
  }

  private async select(): Promise<SelectedShop[]> {
    const { ids } = this.selection;
    const of = (selection: Selection) => this.app.shops(selection);
    if (ids !== undefined) return of({ ids: await this.activeOf(ids) });
    // An implied shop of a target may be missing in the registry.
    const everyone = await untilThere(() => of({ all: true }));
    if (everyone.length > 0 || this.selection.all) return everyone;
    return untilThere(() => of({}));
  }

  /** The selected shops that are active now; an unknown id is an error. */
  private async activeOf(ids: readonly string[]): Promise<string[]> {
    if ((await this.app.config()).target === 'sandbox') return [...ids];
    const store = await this.app.store();
    const known = await Promise.all(ids.map((id) => store.installations.get(id)));
    return ids.filter((_, index) => (known[index]?.status ?? 'active') === 'active');
  }
}

/** No shop yet: the loop waits for the first one. */
async function untilThere(select: () => Promise<SelectedShop[]>): Promise<SelectedShop[]> {
  try {
    return await select();
  } catch (error) {
    if (error instanceof SpmError && WAITED_FOR.includes(error.code)) return [];
    throw error;
  }
}

const WAITED_FOR: readonly string[] = ['SPM_UNKNOWN_INSTALLATION', 'SPM_SECRET_MISSING'];
