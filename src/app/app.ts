/**
 * The parts of a process: configuration, store, clock, API client, connector and shops. Only this folder imports real
 * adapters; it knows neither a command line nor a terminal.
 */
import { dirname, resolve } from 'node:path';
import type { Project } from '../config/locate.js';
import type { Config } from '../config/resolve.js';
import type { Integration, IntegrationContext, Logger } from '../connector/types.js';
import { systemClock } from '../runtime/clock.js';
import type { HeldLease } from '../runtime/lease/held-lease.js';
import type { LeaseOptions } from '../runtime/lease/lease.js';
import type { Clock } from '../runtime/ports/engine.js';
import type { LeaseOwner } from '../runtime/ports/records.js';
import type { Store } from '../runtime/ports/store.js';
import type { Redactor } from '../runtime/security/redactor.js';
import type { SecretCipher } from '../runtime/security/secrets.js';
import { type TellWait, Waits } from '../runtime/waits.js';
import { type ConfigFlags, connectorOf, resolveProject } from './config.js';
import { once } from './once.js';
import { holderIsGone, OWNER } from './process.js';
import { cipherFor, keyRing } from './shops/secrets.js';
import type { SelectedShop, Selection, Shop, ShopInput } from './shops/shop.js';
import { isThere, openStore, openToRead, requireStore } from './store.js';

export interface AppOptions {
  /** The configuration file that was found, if any, not yet evaluated; with the environment. */
  project: Project;
  /** Absolute. */
  cwd: string;
  /** `config` is the chosen file, if one was chosen. */
  flags?: ConfigFlags & { config?: string };
  logger: Logger;
  /** Hides secrets in output and stored text; learns the secrets of each opened shop. */
  redactor: Redactor;
  /** Aborted when the work must end. */
  signal: AbortSignal;
  /** Default: the system clock. */
  clock?: Clock;
  /** Receives waits of more than a few seconds. */
  onWait?: TellWait;
  /** How long to wait for a store that another process has locked, in milliseconds. Default 5 s. */
  storeWaitMs?: number | undefined;
}

/** Each part is opened at its first use, and closed by `close`. */
export class App {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly waits: Waits;
  /** This process, as a holder of leases. */
  readonly owner: LeaseOwner = OWNER;
  /** @throws SpmError SPM_CONFIG_INVALID, SPM_INVALID_VALUE */
  readonly config: () => Promise<Config>;
  /** @throws SpmError SPM_CONFIG_NOT_FOUND, and the errors of loadConnector */
  readonly integration: () => Promise<Integration>;
  /** Creates the store if it is missing. @throws SpmError SPM_STORE_* */
  readonly store: () => Promise<Store>;
  /** Like `existingStore`, for reports: also works on a read-only store. Never creates a store. */
  readonly storeToRead: () => Promise<Store>;
  #toldOfKit = false;
  readonly #options: AppOptions;
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #proven = new Set<string>();

  constructor(options: AppOptions) {
    const { project, flags = {}, cwd } = options;
    this.#options = options;
    this.clock = options.clock ?? systemClock;
    this.logger = options.logger;
    this.redactor = options.redactor;
    this.signal = options.signal;
    this.waits = new Waits(this.clock, options.onWait ?? (() => {}));
    this.config = once(() => resolveProject(project, flags, cwd));
    this.integration = once(() => this.#load());
    this.store = once(() => this.#open(openStore));
    this.storeToRead = once(() => this.#open(openToRead));
  }

  /**
   * The configuration for a folder: the nearest one in it or above it, unless --config chose one.
   * @throws the errors of `locateProject` and `resolveConfig`
   */
  async configNear(folder: string): Promise<Config> {
    const { flags, project, cwd } = this.#options;
    if (flags?.config !== undefined) return this.config();
    const { locateProject } = await import('../config/locate.js');
    const found = await locateProject(folder, undefined, project.env, true, project.run);
    if (found.file === project.file) return this.config();
    return resolveProject(found, {}, cwd);
  }

  /**
   * The configuration of a folder without a file.
   * @throws SpmError SPM_INVALID_VALUE
   */
  withoutConfig(folder: string): Promise<Config> {
    const { project, cwd } = this.#options;
    const { env, run } = project;
    const none: Project = { file: null, content: undefined, dir: folder, env };
    return resolveProject(run === undefined ? none : { ...none, run }, {}, cwd);
  }

  /** The connector module of a configuration. @throws SpmError SPM_CONFIG_NOT_FOUND */
  connectorOf(config: Config, folder: string): string {
    return connectorOf(config, folder);
  }

  /** The exports of a connector's module, not validated. @throws the errors of `loadConnectorModule` */
  async connectorModule(file: string): Promise<{ value: unknown }> {
    const { loadConnectorModule } = await import('../config/connector.js');
    await this.#tellOfKit(file);
    return loadConnectorModule(file, { cwd: this.#options.cwd });
  }

  /** The exports of a module whose imports always lead to ours; null for a module that does not exist. */
  async ownExports(specifier: string): Promise<readonly string[] | null> {
    if (/^(spm-connect|@shopimind\/integration-kit-js)\/testing$/.test(specifier))
      return Object.keys(await import('../testing.js'));
    if (!/^(spm-connect\/kit|@shopimind\/integration-kit-js)$/.test(specifier)) return null;
    return Object.keys(await import('../kit.js'));
  }

  /** Opens an existing store. @throws SpmError SPM_STORE_* */
  async existingStore(): Promise<Store> {
    await requireStore((await this.config()).store);
    return this.store();
  }

  /**
   * The store for work on shops. For a URL target, a missing store is created only after the token
   * has worked, so that a typing error leaves no file behind.
   * @throws SpmError SPM_SECRET_*, SPM_API_*, SPM_STORE_*
   */
  async shopStore(selection: Selection): Promise<Store> {
    const config = await this.config();
    if (!(await isThere(config.store))) {
      const { impliedByUrl } = await import('./shops/select.js');
      const { proveImplied } = await import('./shops/implied.js');
      const input = { config, env: this.#env, clock: this.clock, proven: this.#proven };
      const implied = impliedByUrl(input, selection);
      if (implied !== undefined) await proveImplied(input, implied);
    }
    return this.store();
  }

  /** The one shop to work on: the selected one, else the implied shop of the target. @throws the errors of `openShop` */
  async shop(id?: string): Promise<Shop> {
    const { openShop } = await import('./shops/select.js');
    return openShop(await this.#shopInput(), id);
  }

  /** The shops to work on; each is opened when its turn comes. @throws the errors of `selectShops` */
  async shops(selection: Selection): Promise<SelectedShop[]> {
    const { selectShops } = await import('./shops/select.js');
    return selectShops(await this.#shopInput(), selection);
  }

  /**
   * A registered shop in any status, to test its connection to the partner before activation. Does not call the API, which
   * may reject the token until then. `lone` as for `openRegistered`.
   * @throws the errors of `open` of a shop
   */
  async registeredShop(id: string, lone = true): Promise<Shop> {
    const { openRegistered } = await import('./shops/registered.js');
    const { knownInstallation } = await import('./shops/registry.js');
    const input = await this.#shopInput();
    return openRegistered(input, await knownInstallation(input.store, id), lone, false);
  }

  /** Encrypts stored secrets; null without a key on targets on this machine. @throws the errors of `cipherFor` */
  async cipher(): Promise<SecretCipher | null> {
    return cipherFor((await this.config()).target, this.#env);
  }

  /** Decrypts stored secrets; null without a key. @throws SpmError SPM_SECRET_INVALID */
  async readingCipher(): Promise<SecretCipher | null> {
    return keyRing(this.#env);
  }

  /** Runs `fn` under the lease of an installation. `signal` ends the wait for it. @throws SpmError SPM_LEASE_HELD */
  async withLease<T>(
    installationId: string,
    waitMs: number | undefined,
    fn: (held: HeldLease) => Promise<T>,
    signal = this.signal,
  ): Promise<T> {
    const { withLease } = await import('../runtime/lease/lease.js');
    const options = { ...this.#leaseOptions(waitMs), signal };
    return withLease(await this.store(), installationId, this.owner, this.clock, options, fn);
  }

  /** Runs `fn` under the leases of several installations. @throws SpmError SPM_LEASE_HELD when a lease is held by another process */
  async withLeases<T>(
    installationIds: Iterable<string>,
    waitMs: number | undefined,
    fn: (held: HeldLease[]) => Promise<T>,
  ): Promise<T> {
    const { withLeases } = await import('../runtime/lease/lease.js');
    const options = this.#leaseOptions(waitMs);
    return withLeases(await this.store(), installationIds, this.owner, this.clock, options, fn);
  }

  /** The context for functions of the connector outside of steps. */
  async integrationContext(shop: Shop): Promise<IntegrationContext> {
    const { makeIntegrationContext } = await import('../runtime/context/contexts.js');
    const { makeSendBulk } = await import('../runtime/sync/push/send-bulk.js');
    return makeIntegrationContext({
      installationId: shop.installation.installationId,
      settings: shop.settings,
      client: shop.client,
      sendBulk: makeSendBulk(shop.client, this.logger),
      state: shop.state(),
      logger: this.logger,
      store: await this.store(),
      clock: this.clock,
      inboundSecret: shop.inboundSecret,
      provisioned: shop.provisioned,
      definitions: shop.definitions,
    });
  }

  /** Closes all opened parts, in reverse order. */
  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  get #env(): Project['env'] {
    return this.#options.project.env;
  }

  async #open(open: typeof openStore): Promise<Store> {
    const { store: path } = await this.config();
    const { clock, redactor, signal, waits } = this;
    const { storeWaitMs: waitMs } = this.#options;
    const patience = { clock, signal, waits, ...(waitMs !== undefined && { waitMs }) };
    const store = await open({ path, env: this.#env, redactor, patience });
    this.#closers.push(() => store.close());
    return store;
  }

  async #load(): Promise<Integration> {
    const { cwd } = this.#options;
    const { loadConnector } = await import('../config/connector.js');
    const file = connectorOf(await this.config(), cwd);
    await this.#tellOfKit(file);
    return loadConnector(file, { cwd });
  }

  /** Logged once: people may not expect which of the two packages is used. */
  async #tellOfKit(file: string): Promise<void> {
    if (this.#toldOfKit) return;
    const { hasKit, KIT_PACKAGE } = await import('../config/package-copies.js');
    if (!hasKit(dirname(resolve(this.#options.cwd, file)))) return;
    this.#toldOfKit = true;
    this.logger.info(
      `Imports of ${KIT_PACKAGE} lead to spm-connect/kit: the installed package is not used`,
    );
  }

  async #shopInput(): Promise<ShopInput> {
    const { clock, redactor } = this;
    return {
      config: await this.config(),
      env: this.#env,
      store: await this.store(),
      integration: await this.integration(),
      ...{ clock, redactor, proven: this.#proven },
      onClose: (close) => this.#closers.push(close),
    };
  }

  #leaseOptions(waitMs: number | undefined): LeaseOptions {
    const { signal, logger, waits } = this;
    return { waitMs, signal, holderIsGone, logger, waits };
  }
}
