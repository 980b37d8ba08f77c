/** The embedded, stateful, strict emulation of the ShopiMind API. */

import type { FastifyInstance } from 'fastify';
import { catalogRoutes } from './catalog-routes.js';
import { type Db, openDatabase, sandboxKey } from './database.js';
import { listen } from './listen.js';
import { guardLocally } from './platform/local-guard.js';
import { Platform, type PlatformOptions } from './platform/platform.js';
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

export type { PlatformOptions } from './platform/platform.js';
export type { LoggedRequest } from './requests.js';
export type { SandboxState, StateRow } from './state.js';

export interface SandboxOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /** SQLite file that keeps the state; absent: memory. Several processes may hold the same file. */
  data?: string;
  /** The only API key that works; default: the file's own, made at first. */
  key?: string;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Fills an empty store with shop data; the same number makes the same data. */
  seed?: number;
  /** How it plays the platform toward connectors. */
  platform?: PlatformOptions;
}

export interface RunningSandbox {
  /** Without the version, as the SDK takes it. */
  readonly baseUrl: string;
  readonly key: string;
  readonly state: SandboxState;
  /** The last thousand requests with their answers' status, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** Empties everything but the key. */
  reset(): void;
  stop(): Promise<void>;
}

/**
 * Starts the sandbox. Throws SPM_STORE_* when the data file cannot serve, SPM_INVALID_VALUE for a
 * malformed key, SPM_PORT_UNAVAILABLE when the port cannot be listened on.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const db = openDatabase(options.data);
  try {
    return await serve(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}

async function serve(db: Db, options: SandboxOptions): Promise<RunningSandbox> {
  const now = options.now ?? Date.now;
  const key = sandboxKey(db, options.key);
  const sandbox = new Sandbox(db, now);
  const log = new RequestLog();
  const platform = new Platform(sandbox, options.platform);
  const app = createServer({
    key,
    installationKeyWorks: platform.keyLookup(),
    now,
    log,
    routes: (v1) => sandbox.transaction(() => addRoutes(v1, sandbox)),
    control: (app) => {
      guardLocally(app);
      installationRoutes(app, platform);
    },
  });
  await app.ready();
  if (options.seed !== undefined) seedShop(sandbox, options.seed);
  const baseUrl = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);
  let stopped: Promise<void> | undefined;
  return {
    baseUrl,
    key,
    state: new SandboxState(sandbox),
    get requests() {
      return log.list();
    },
    reset() {
      resetState(sandbox);
      log.clear();
    },
    stop() {
      stopped ??= app.close().then(() => void db.close());
      return stopped;
    },
  };
}

/** Makes the tables, too: in one transaction, for two processes may start on a new file together. */
export function addRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  contactTable(sandbox);
  for (const resource of CATALOG) catalogRoutes(app, sandbox, resource);
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
