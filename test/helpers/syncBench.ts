/** The parts of an engine test: a store, a manual clock, a scripted API, and a function that runs a sync. */
import { SpmCustomers } from '@shopimind/sdk-js';
import type {
  Integration,
  Logger,
  LogLevel,
  LogMeta,
  SyncStep,
} from '../../src/connector/types.ts';
import type { Clock } from '../../src/runtime/ports/engine.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import type { InstallationState } from '../../src/runtime/state.ts';
import type { SyncInput } from '../../src/runtime/sync/input.ts';
import type { SyncOptions } from '../../src/runtime/sync/options.ts';
import type { SyncReport } from '../../src/runtime/sync/report.ts';
import { runSync } from '../../src/runtime/sync/run.ts';
import { openMemoryStore } from './memoryStore.ts';
import { type Script, scriptedApi } from './scriptedApi.ts';

export const T0 = Date.UTC(2026, 0, 10, 12);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const ID = 'inst-1';

/** Time moves only when a test says so; sleepers wake when it reaches their time, or by their signal. */
export class ManualClock implements Clock {
  private sleepers: { at: number; wake: () => void }[] = [];

  constructor(private time: number = T0) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { at: this.time + ms, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', wake);
    });
  }

  /** Advances the time and runs the code that woke up. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const next = this.sleepers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.at);
      next.wake();
      await settled();
    }
    this.time = end;
  }

  /** Like `pass`, but no code runs meanwhile, as in a stopped process. */
  jump(ms: number): void {
    this.time += ms;
  }
}

/** Resolves once the promises that are ready have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export interface LogLine {
  level: LogLevel;
  message: string;
  meta: LogMeta;
}

export function memoryLogger(lines: LogLine[] = [], bindings: LogMeta = {}): Logger {
  const at = (level: LogLevel) => (message: string, meta?: LogMeta) => {
    lines.push({ level, message, meta: { ...bindings, ...meta } });
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) => memoryLogger(lines, { ...bindings, ...more }),
  };
}

export const noState: InstallationState = {
  get: async () => null,
  getJson: async () => null,
  getFormer: async () => null,
  set: async () => {},
  setJson: async () => {},
  list: async () => [],
  setSecret: async () => {},
  delete: async () => {},
};

export const OPTIONS: SyncOptions = {
  full: false,
  backfillDays: 30,
  overlapSeconds: 0,
  settleSeconds: 0,
};

export function connectorOf(...syncSteps: SyncStep<object>[]): Integration<object> {
  return {
    slug: 'bench',
    meta: { name: 'Bench', version: '1.0.0' },
    configSchema: {},
    parseSettings: () => ({}),
    testConnection: async () => true,
    syncSteps,
  };
}

export type StepSketch = Partial<SyncStep<object>>;

/** A global step that pushes nothing and advances to the end of its window, with the given changes. */
export function stepOf(entity: string, sketch: StepSketch = {}): SyncStep<object> {
  return {
    entity,
    cursorScope: 'global',
    enabled: () => true,
    run: async (ctx) => ({ items: 0, errors: [], advanceCursorTo: ctx.window.until }),
    ...sketch,
  };
}

/** A step that pushes these customers. */
export function pushing(...ids: string[]): SyncStep<object>['run'] {
  return async (ctx) => {
    await ctx.sendBulk(SpmCustomers.bulkSave, customers(...ids));
    return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
  };
}

export function customers(...ids: string[]): { customer_id: string }[] {
  return ids.map((customer_id) => ({ customer_id }));
}

/** Registers the installation as active. */
export async function makeActive(store: Store, id = ID): Promise<void> {
  await store.installations.save({ installationId: id }, T0);
  await store.installations.setStatus(id, { from: 'inactive', to: 'active' }, T0);
}

export function bench({
  script,
  store = openMemoryStore(),
}: {
  script?: Script;
  store?: Store;
} = {}) {
  const clock = new ManualClock();
  const api = scriptedApi(script);
  const lines: LogLine[] = [];
  const input = (
    steps: SyncStep<object>[],
    options: Partial<SyncOptions> = {},
    more: Partial<SyncInput<object>> = {},
  ): SyncInput<object> => ({
    store,
    clock,
    owner: { host: 'here', pid: 1, id: 'me' },
    client: api.client,
    integration: connectorOf(...steps),
    installation: {
      installationId: ID,
      shopDomain: null,
      shopName: null,
      externalAccountRef: null,
      externalAccountName: null,
      status: 'active',
      installedAt: null,
      activatedAt: null,
      deactivatedAt: null,
      uninstalledAt: null,
    },
    settings: {},
    state: () => noState,
    logger: memoryLogger(lines),
    options: { ...OPTIONS, ...options },
    // Time stands still here; tests of retries move it themselves.
    retry: { attempts: 1, unreachableAttempts: 1, budgetMs: 0 },
    provisioned: { sourceIds: { paris: 11, lyon: 12 }, defIds: { Visits: 21 } },
    ...more,
  });
  let registered = false;
  const sync = async (
    steps: SyncStep<object> | SyncStep<object>[],
    options?: Partial<SyncOptions>,
    more?: Partial<SyncInput<object>>,
  ): Promise<SyncReport> => {
    if (!registered && (await store.installations.get(ID)) === null) await makeActive(store);
    registered = true;
    return runSync(input([steps].flat(), options, more));
  };
  const cursor = (entity: string, sourceKey = '') =>
    store.cursors.get({ installationId: ID, entity, sourceKey });
  const window = (entity: string, sourceKey = '') =>
    store.cursors.getWindow({ installationId: ID, entity, sourceKey });
  return { store, clock, api, lines, sync, cursor, window };
}
