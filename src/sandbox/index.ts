/** The embedded, stateful, strict emulation of the ShopiMind API. */

import Database from 'better-sqlite3';
import type { FastifyInstance } from 'fastify';
import { catalogRoutes } from './catalog-routes.js';
import { SandboxClock } from './control/clock.js';
import { controlRoutes } from './control/routes.js';
import { Snapshots } from './control/snapshots.js';
import { asStoreError, type Db, openDatabase, sandboxKey } from './database.js';
import { type FaultEntry, Faults } from './faults/faults.js';
import { parseDelay } from './faults/limits.js';
import type { Route } from './faults/reach.js';
import { listen } from './listen.js';
import { checkOptions, type SandboxOptions } from './options.js';
import { Platform } from './platform/platform.js';
import { installationRoutes } from './platform/routes.js';
import { type LoggedRequest, RequestLog } from './requests.js';
import { cartRoutes } from './resources/carts.js';
import { CATALOG } from './resources/catalog.js';
import { contactHistoryRoutes } from './resources/contact-history.js';
import { contactRoutes } from './resources/contact-routes.js';
import { contactTable } from './resources/contacts.js';
import { addDefaultDataSource, dataSourceRoutes } from './resources/data-sources.js';
import { definitionRoutes } from './resources/definitions.js';
import { eventRoutes } from './resources/events.js';
import { groupsOfCustomerRoute } from './resources/groups-of-customer.js';
import { integrationConfigRoutes } from './resources/integration-config.js';
import { listRoutes } from './resources/lists.js';
import { overrideRoutes } from './resources/overrides.js';
import { recordRoutes } from './resources/records.js';
import { shopConnectionRoute } from './resources/shop-connection.js';
import { triggerRoutes } from './resources/triggers.js';
import { Sandbox } from './sandbox.js';
import { seedShop } from './seed.js';
import { createServer } from './server.js';
import { resetState, SandboxState } from './state.js';
import { stopServer } from './stop-server.js';
import { uiRoutes } from './ui/routes.js';

export type { FaultEntry } from './faults/faults.js';
export type { SandboxOptions } from './options.js';
export type { PlatformOptions } from './platform/platform.js';
export type { LoggedRequest } from './requests.js';
export type { SandboxState, StateRow } from './state.js';

export interface RunningSandbox {
  /** Without the version, as the SDK takes it. */
  readonly baseUrl: string;
  readonly key: string;
  readonly state: SandboxState;
  /** The last thousand requests with their answers' status, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** Pass it as `faultSeed` to get the same chances again. */
  readonly faultSeed: number;
  /** The active faults, with how often each happened. */
  readonly faults: readonly FaultEntry[];
  /** Whether the seed's data was written: false without a seed, or if there already was data. */
  readonly seeded: boolean;
  /**
   * Adds a fault such as `POST /v1/customers 5% 500`; returns a function that removes it. Throws SPM_INVALID_VALUE.
   */
  fault(spec: string): () => void;
  /** Deletes all data, also seeded data, but keeps the key, the faults and the clock. */
  reset(): void;
  /** Requests in progress have half a second to end. */
  stop(): Promise<void>;
}

/**
 * Starts the sandbox. Throws SPM_STORE_* when the data file cannot be used, SPM_INVALID_VALUE for an unknown option or
 * an invalid value, SPM_PORT_UNAVAILABLE when it cannot listen on the port.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  checkOptions(options);
  const db = openDatabase(options.data);
  try {
    return await serve(db, options);
  } catch (error) {
    db.close();
    throw error instanceof Database.SqliteError ? asStoreError(error, options.data) : error;
  }
}

async function serve(db: Db, options: SandboxOptions): Promise<RunningSandbox> {
  const { host = '127.0.0.1', now: realNow = Date.now } = options;
  const faults = new Faults(options, realNow);
  const readDelay = parseDelay(options.readDelay ?? 0);
  const clock = new SandboxClock(realNow);
  const key = sandboxKey(db, options.key);
  const sandbox = new Sandbox(db, clock.now);
  const log = new RequestLog();
  const platform = new Platform(sandbox, options.platform);
  const reset = () => {
    resetState(sandbox);
    log.clear();
  };
  const routes: Route[] = [];
  let baseUrl = '';
  const app = createServer({
    key,
    installationKeyWorks: platform.keyLookup(),
    now: clock.now,
    log,
    faults,
    routes: (v1) => {
      v1.addHook('onRoute', ({ method, url }) => {
        for (const verb of [method].flat()) routes.push({ method: verb, path: url });
      });
      sandbox.transaction(() => addRoutes(v1, sandbox));
    },
    control: (control) => {
      controlRoutes(control, {
        sandbox,
        clock,
        faults,
        log,
        snapshots: new Snapshots(sandbox),
        key,
        host,
        baseUrl: () => baseUrl,
        data: options.data,
        reset,
      });
      installationRoutes(control, platform);
      uiRoutes(control);
    },
  });
  await app.ready();
  faults.checkAgainst(routes);
  const seeded = options.seed !== undefined && seedShop(sandbox, options.seed);
  sandbox.readDelay.set(readDelay);
  baseUrl = await listen(app, host, options.port ?? 0);
  let stopped: Promise<void> | undefined;
  return {
    baseUrl,
    key,
    state: new SandboxState(sandbox),
    get requests() {
      return log.list();
    },
    get faultSeed() {
      return faults.seed;
    },
    get faults() {
      return faults.settings().faults;
    },
    seeded,
    fault(spec) {
      const { id } = faults.add(spec);
      return () => void faults.remove(id);
    },
    reset,
    stop() {
      stopped ??= stopServer(app).then(() => void db.close());
      return stopped;
    },
  };
}

/** Also creates the tables, in one transaction, since two processes may open a new file at the same time. */
export function addRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  contactTable(sandbox);
  for (const resource of CATALOG) {
    const children = CATALOG.filter(({ parent }) => parent?.resource === resource);
    catalogRoutes(app, sandbox, resource, children);
  }
  groupsOfCustomerRoute(app, sandbox);
  dataSourceRoutes(app, sandbox);
  eventRoutes(app, sandbox);
  triggerRoutes(app, sandbox);
  definitionRoutes(app, sandbox);
  recordRoutes(app, sandbox);
  overrideRoutes(app, sandbox);
  cartRoutes(app, sandbox);
  listRoutes(app, sandbox);
  contactRoutes(app, sandbox);
  contactHistoryRoutes(app, sandbox);
  integrationConfigRoutes(app, sandbox);
  shopConnectionRoute(app, sandbox);
  addDefaultDataSource(sandbox);
}
