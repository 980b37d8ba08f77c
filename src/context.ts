/**
 * The composition root: configuration + store + clock + API client + connector. The only importer of
 * real adapters. Each is opened when a command asks for it, and closed in the reverse order.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Invocation } from './commands/types.js';
import { isModule, type Project } from './config/locate.js';
import { type Config, resolveConfig } from './config/resolve.js';
import type { Integration, IntegrationContext, Logger } from './connector/types.js';
import { SpmError } from './errors.js';
import { systemClock } from './runtime/clock.js';
import type { HeldLease } from './runtime/lease/held-lease.js';
import type { LeaseOptions } from './runtime/lease/lease.js';
import type { Clock } from './runtime/ports/engine.js';
import type { LeaseOwner } from './runtime/ports/records.js';
import type { Store } from './runtime/ports/store.js';
import type { Redactor } from './runtime/security/redactor.js';
import type { SecretCipher } from './runtime/security/secrets.js';
import type { SelectedShop, Selection, Shop, ShopInput } from './shop.js';

/** Runs `use` with a context and closes whatever it opened, also when it throws. */
export async function withContext<T>(
  invocation: Invocation,
  use: (context: Context) => Promise<T>,
): Promise<T> {
  const context = new Context(invocation);
  try {
    return await use(context);
  } finally {
    await context.close();
  }
}

export class Context {
  readonly clock: Clock = systemClock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly interrupted: () => boolean;
  readonly #invocation: Invocation;
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #proven = new Set<string>();
  #config: Promise<Config> | undefined;

  constructor(invocation: Invocation) {
    this.#invocation = invocation;
    this.logger = invocation.logger;
    this.redactor = invocation.redactor;
    this.signal = invocation.signal;
    this.interrupted = invocation.interrupted;
  }

  /** This process, as a holder of leases. */
  owner(): LeaseOwner {
    return OWNER;
  }

  /** Whether a holder of a lease is a process of this machine that is no more. */
  holderIsGone({ host, pid }: LeaseOwner): boolean {
    return host === hostname() && !isRunning(pid);
  }

  config(): Promise<Config> {
    const { project, globals, cwd } = this.#invocation;
    const { target, store } = globals;
    this.#config ??= resolve(
      project,
      { ...(target === undefined ? {} : { target }), ...(store === undefined ? {} : { store }) },
      cwd,
    );
    return this.#config;
  }

  /**
   * The configuration that concerns what lies in a folder: the nearest above it, unless one was chosen with --config.
   * @throws what `locateProject` and `resolveConfig` throw
   */
  async configNear(folder: string): Promise<Config> {
    const { globals, env, project, cwd } = this.#invocation;
    if (globals.config !== undefined) return this.config();
    const { locateProject } = await import('./config/locate.js');
    const found = await locateProject(folder, undefined, env, true, project.run);
    if (found.file === project.file) return this.config();
    return resolve(found, {}, cwd);
  }

  /** The module that a configuration names; `folder` is where it was looked for. @throws SpmError SPM_CONFIG_NOT_FOUND */
  connectorOf({ file, connector }: Config, folder: string): string {
    if (file === null) throw noConfig(folder);
    return connector;
  }

  /** @throws SpmError SPM_CONFIG_NOT_FOUND, or one of loadConnector's */
  async integration(): Promise<Integration> {
    const { loadConnector } = await import('./config/connector.js');
    return loadConnector(await this.#connectorFile(), { cwd: this.#invocation.cwd });
  }

  /** Opens the store, making it when it is not there yet. */
  async store(): Promise<Store> {
    const { store: path } = await this.config();
    const { openSqliteStore } = await import('./runtime/store/sqlite/open.js');
    const { redactor } = this;
    const cipher = await this.#sealingCipher();
    const store = await openSqliteStore({ path, now: () => this.clock.now(), redactor, cipher });
    this.#closers.push(() => store.close());
    return store;
  }

  /** A key that is malformed is refused by what needs it, not by what only looks at the store. */
  #sealingCipher(): Promise<SecretCipher | null> {
    return this.readingCipher().catch(() => null);
  }

  /** Opens a store that must be there already. @throws SpmError SPM_STORE_* */
  async existingStore(): Promise<Store> {
    await this.#requireStore();
    return this.store();
  }

  /** As `existingStore`, for reports: also where the store cannot be written. They never make one. */
  async storeToRead(): Promise<Store> {
    const path = await this.#requireStore();
    const { openStoreToRead } = await import('./runtime/store/sqlite/reading.js');
    const { redactor } = this;
    const cipher = await this.#sealingCipher();
    const store = await openStoreToRead({ path, now: () => this.clock.now(), redactor, cipher });
    this.#closers.push(() => store.close());
    return store;
  }

  async #requireStore(): Promise<string> {
    const { store: path } = await this.config();
    const { isStoreThere } = await import('./runtime/store/sqlite/reading.js');
    if (isStoreThere(path)) return path;
    throw new SpmError('SPM_STORE_UNAVAILABLE', 'There is no store yet', {
      cause: `${path} does not exist`,
      hint: 'Run `spm-connect provision`, `sync` or `installations add` first, or check --store.',
    });
  }

  /**
   * The store to work on shops with. Where there is none yet, and a URL implies the shop, it is made only after the token
   * has worked: a typing error leaves no file behind.
   * @throws SpmError SPM_SECRET_*, SPM_API_*
   */
  async shopStore(selection: Selection): Promise<Store> {
    const config = await this.config();
    const { isStoreThere } = await import('./runtime/store/sqlite/reading.js');
    if (!isStoreThere(config.store)) {
      const { impliedByUrl } = await import('./shop.js');
      const { proveImplied } = await import('./shop/implied.js');
      const { env } = this.#invocation;
      const input = { config, env, clock: this.clock, proven: this.#proven };
      const implied = impliedByUrl(input, selection);
      if (implied !== undefined) await proveImplied(input, implied);
    }
    return this.store();
  }

  /** The one shop to work on: the named one, else the one that the target implies. @throws what `openShop` throws */
  async shop(store: Store, integration: Integration, id?: string): Promise<Shop> {
    const { openShop } = await import('./shop.js');
    return openShop(await this.#shopInput(store, integration), id);
  }

  /**
   * A registered shop in any status, to test its connection to the partner before it is active. The API is not asked: it
   * may refuse the token until then.
   * @throws as an `open` of `shops`
   */
  async registeredShop(store: Store, integration: Integration, id: string): Promise<Shop> {
    const { openRegistered } = await import('./shop/registered.js');
    const { knownInstallation } = await import('./shop/registry.js');
    const installation = await knownInstallation(store, id);
    return openRegistered(await this.#shopInput(store, integration), installation, true, false);
  }

  /** The shops to work on, each opened when its turn comes. @throws what `selectShops` throws */
  async shops(
    store: Store,
    integration: Integration,
    selection: Selection,
  ): Promise<SelectedShop[]> {
    const { selectShops } = await import('./shop.js');
    return selectShops(await this.#shopInput(store, integration), selection);
  }

  /** Encrypts what is stored; null on this machine's own targets without a key. @throws what `cipherFor` throws */
  async cipher(): Promise<SecretCipher | null> {
    const { cipherFor } = await import('./shop/secrets.js');
    return cipherFor((await this.config()).target, this.#invocation.env);
  }

  /** For commands that only read: null without a key. @throws SpmError SPM_SECRET_INVALID */
  async readingCipher(): Promise<SecretCipher | null> {
    const { keyRing } = await import('./shop/secrets.js');
    return keyRing(this.#invocation.env);
  }

  /** Runs `fn` under the lease of an installation. @throws SpmError SPM_LEASE_HELD */
  async withLease<T>(
    store: Store,
    installationId: string,
    waitMs: number,
    fn: (held: HeldLease) => Promise<T>,
  ): Promise<T> {
    const { withLease } = await import('./runtime/lease/lease.js');
    const options = this.#leaseOptions(waitMs);
    return withLease(store, installationId, this.owner(), this.clock, options, fn);
  }

  /** Runs `fn` under the leases of several installations. @throws SpmError SPM_LEASE_HELD when one is not to be had */
  async withLeases<T>(
    store: Store,
    installationIds: Iterable<string>,
    waitMs: number,
    fn: (held: HeldLease[]) => Promise<T>,
  ): Promise<T> {
    const { withLeases } = await import('./runtime/lease/lease.js');
    const options = this.#leaseOptions(waitMs);
    return withLeases(store, installationIds, this.owner(), this.clock, options, fn);
  }

  #leaseOptions(waitMs: number): LeaseOptions {
    const { signal, holderIsGone, logger } = this;
    return { waitMs, signal, holderIsGone, logger };
  }

  /** What the connector's functions outside a step are handed. */
  async integrationContext(store: Store, shop: Shop): Promise<IntegrationContext> {
    const { makeIntegrationContext } = await import('./runtime/context/contexts.js');
    const { makeSendBulk } = await import('./runtime/sync/push/send-bulk.js');
    return makeIntegrationContext({
      installationId: shop.installation.installationId,
      settings: shop.settings,
      client: shop.client,
      sendBulk: makeSendBulk(shop.client, this.logger),
      state: shop.state(),
      logger: this.logger,
      store,
      clock: this.clock,
      inboundSecret: shop.inboundSecret,
      provisioned: shop.provisioned,
    });
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  async #shopInput(store: Store, integration: Integration): Promise<ShopInput> {
    return {
      config: await this.config(),
      env: this.#invocation.env,
      store,
      integration,
      clock: this.clock,
      redactor: this.redactor,
      proven: this.#proven,
      onClose: (close) => this.#closers.push(close),
    };
  }

  async #connectorFile(): Promise<string> {
    return this.connectorOf(await this.config(), this.#invocation.cwd);
  }
}

/** A configuration that is code and may not run is read as far as its source shows it. */
async function resolve(
  project: Project,
  flags: Parameters<typeof resolveConfig>[1],
  cwd: string,
): Promise<Config> {
  const { file, run } = project;
  if (file === null || run !== false || !isModule(file)) return resolveConfig(project, flags, cwd);
  const { readConfigStatically } = await import('./lint/static/config.js');
  return resolveConfig({ ...project, ...(await readConfigStatically(file)) }, flags, cwd);
}

/** The same whenever it is asked for: leases and heartbeats of one process belong together. */
const OWNER: LeaseOwner = { host: hostname(), pid: process.pid, id: randomUUID() };

/** Signal 0 tests a process without touching it; EPERM means that it is there and somebody else's. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function noConfig(cwd: string): SpmError {
  return new SpmError('SPM_CONFIG_NOT_FOUND', 'There is no configuration file', {
    cause: `none was found in ${cwd} or above it`,
    hint: 'Run `spm-connect init` to scaffold a connector, or point to one with --config FILE.',
  });
}
