/**
 * What a process works with: configuration, store, clock, API client, connector and shops. Only this folder imports real
 * adapters; it knows neither a command line nor a terminal.
 */
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
  /** `config` is the file that was chosen, where one was. */
  flags?: ConfigFlags & { config?: string };
  logger: Logger;
  /** Keeps secrets out of what is shown and stored; learns those of each shop that is opened. */
  redactor: Redactor;
  /** Aborted when the work has to end. */
  signal: AbortSignal;
  /** The system's when absent. */
  clock?: Clock;
  /** Told what is waited for, where that takes longer than a few seconds. */
  onWait?: TellWait;
  /** How long to wait for a store that another process has locked, in milliseconds. Default 5 s. */
  storeWaitMs?: number | undefined;
}

/** Each part is opened when it is asked for first, and closed by `close`. */
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
  /** @throws SpmError SPM_CONFIG_NOT_FOUND, or one of loadConnector's */
  readonly integration: () => Promise<Integration>;
  /** Makes the store when it is not there yet. @throws SpmError SPM_STORE_* */
  readonly store: () => Promise<Store>;
  /** As `existingStore`, for reports: also where the store cannot be written. They never make one. */
  readonly storeToRead: () => Promise<Store>;
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
   * The configuration that concerns what lies in a folder: the nearest above it, unless one was chosen.
   * @throws what `locateProject` and `resolveConfig` throw
   */
  async configNear(folder: string): Promise<Config> {
    const { flags, project, cwd } = this.#options;
    if (flags?.config !== undefined) return this.config();
    const { locateProject } = await import('../config/locate.js');
    const found = await locateProject(folder, undefined, project.env, true, project.run);
    if (found.file === project.file) return this.config();
    return resolveProject(found, {}, cwd);
  }

  /** The module that a configuration names. @throws SpmError SPM_CONFIG_NOT_FOUND */
  connectorOf(config: Config, folder: string): string {
    return connectorOf(config, folder);
  }

  /** What a connector's module exports, of any shape. @throws what `loadConnectorModule` throws */
  async connectorModule(file: string): Promise<{ value: unknown }> {
    const { loadConnectorModule } = await import('../config/connector.js');
    return loadConnectorModule(file, { cwd: this.#options.cwd });
  }

  /** Opens a store that must be there already. @throws SpmError SPM_STORE_* */
  async existingStore(): Promise<Store> {
    await requireStore((await this.config()).store);
    return this.store();
  }

  /**
   * The store to work on shops with. Where there is none yet, and a URL implies the shop, it is made only after the token
   * has worked: a typing error leaves no file behind.
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

  /** The one shop to work on: the named one, else the one that the target implies. @throws what `openShop` throws */
  async shop(id?: string): Promise<Shop> {
    const { openShop } = await import('./shops/select.js');
    return openShop(await this.#shopInput(), id);
  }

  /** The shops to work on, each opened when its turn comes. @throws what `selectShops` throws */
  async shops(selection: Selection): Promise<SelectedShop[]> {
    const { selectShops } = await import('./shops/select.js');
    return selectShops(await this.#shopInput(), selection);
  }

  /**
   * A registered shop in any status, to test its connection to the partner before it is active. The API is not asked: it
   * may refuse the token until then.
   * @throws as an `open` of `shops`
   */
  async registeredShop(id: string): Promise<Shop> {
    const { openRegistered } = await import('./shops/registered.js');
    const { knownInstallation } = await import('./shops/registry.js');
    const input = await this.#shopInput();
    return openRegistered(input, await knownInstallation(input.store, id), true, false);
  }

  /** Encrypts what is stored; null on this machine's own targets without a key. @throws what `cipherFor` throws */
  async cipher(): Promise<SecretCipher | null> {
    return cipherFor((await this.config()).target, this.#env);
  }

  /** To read what is stored: null without a key. @throws SpmError SPM_SECRET_INVALID */
  async readingCipher(): Promise<SecretCipher | null> {
    return keyRing(this.#env);
  }

  /** Runs `fn` under the lease of an installation. @throws SpmError SPM_LEASE_HELD */
  async withLease<T>(
    installationId: string,
    waitMs: number | undefined,
    fn: (held: HeldLease) => Promise<T>,
  ): Promise<T> {
    const { withLease } = await import('../runtime/lease/lease.js');
    const options = this.#leaseOptions(waitMs);
    return withLease(await this.store(), installationId, this.owner, this.clock, options, fn);
  }

  /** Runs `fn` under the leases of several installations. @throws SpmError SPM_LEASE_HELD when one is not to be had */
  async withLeases<T>(
    installationIds: Iterable<string>,
    waitMs: number | undefined,
    fn: (held: HeldLease[]) => Promise<T>,
  ): Promise<T> {
    const { withLeases } = await import('../runtime/lease/lease.js');
    const options = this.#leaseOptions(waitMs);
    return withLeases(await this.store(), installationIds, this.owner, this.clock, options, fn);
  }

  /** What the connector's functions outside a step are handed. */
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
    });
  }

  /** Closes whatever was opened, the last first. */
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
    return loadConnector(connectorOf(await this.config(), cwd), { cwd });
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
