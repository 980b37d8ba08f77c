/**
 * The composition root: configuration + store + clock + API client + connector. The only importer of
 * real adapters. Each is opened when a command asks for it, and closed in the reverse order.
 */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Invocation } from './commands/types.js';
import { type Config, isLocalTarget, resolveConfig } from './config/resolve.js';
import type {
  Integration,
  IntegrationContext,
  Logger,
  RawSettings,
  StateAccess,
} from './connector/types.js';
import { SpmError } from './errors.js';
import { systemClock } from './runtime/clock.js';
import type { Clock, Installation, Lease, LeaseOwner, Store } from './runtime/ports.js';
import type { SecretCipher } from './runtime/security/secrets.js';
import type { ProvisionedIds } from './runtime/state.js';

export const SANDBOX_INSTALLATION = 'sandbox';
/** The installation behind a URL target, whose token comes from the environment. */
export const LOCAL_INSTALLATION = 'local';

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

/** One shop, ready to be worked on. */
export interface Shop {
  installation: Installation;
  client: SpmHttpClient;
  /** As the connector's parseSettings gives them. */
  settings: RawSettings;
  provisioned: ProvisionedIds;
  inboundSecret: string | null;
  /** The installation's state; under a lease, writes stop when it is lost. */
  state(lease?: Lease): StateAccess;
}

export class Context {
  readonly clock: Clock = systemClock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly #invocation: Invocation;
  readonly #closers: (() => Promise<void>)[] = [];
  #config: Promise<Config> | undefined;

  constructor(invocation: Invocation) {
    this.#invocation = invocation;
    this.logger = invocation.logger;
    this.signal = invocation.signal;
  }

  /** This process, as a holder of leases. */
  owner(): LeaseOwner {
    return { host: hostname(), pid: process.pid, id: crypto.randomUUID() };
  }

  /** Whether a holder of a lease is a process of this machine that is no more. */
  holderIsGone({ host, pid }: LeaseOwner): boolean {
    return host === hostname() && !isRunning(pid);
  }

  config(): Promise<Config> {
    const { project, globals, cwd } = this.#invocation;
    const { target, store } = globals;
    this.#config ??= resolveConfig(
      project,
      { ...(target === undefined ? {} : { target }), ...(store === undefined ? {} : { store }) },
      cwd,
    );
    return this.#config;
  }

  /** @throws SpmError SPM_CONFIG_NOT_FOUND, or one of loadConnector's */
  async integration(): Promise<Integration> {
    const { loadConnector } = await import('./config/connector.js');
    return loadConnector(await this.#connectorFile(), { cwd: this.#invocation.cwd });
  }

  /** What the connector's module default-exports, of any shape: lint says what is wrong with it. */
  async integrationModule(): Promise<{ value: unknown }> {
    const { loadConnectorModule } = await import('./config/connector.js');
    return loadConnectorModule(await this.#connectorFile(), { cwd: this.#invocation.cwd });
  }

  /** Opens the store, making it when it is not there yet. */
  async store(): Promise<Store> {
    const { store: path } = await this.config();
    const { openSqliteStore } = await import('./runtime/store/sqlite/open.js');
    const store = await openSqliteStore({ path, now: () => this.clock.now() });
    this.#closers.push(() => store.close());
    return store;
  }

  /** Opens a store that must be there already: reports never make one. */
  async existingStore(): Promise<Store> {
    const { store: path } = await this.config();
    if (existsSync(path)) return this.store();
    throw new SpmError('SPM_STORE_UNAVAILABLE', 'There is no store yet', {
      cause: `${path} does not exist`,
      hint: 'run `spm-connect provision` or `spm-connect sync` first, or check --store',
    });
  }

  /** Settings to evaluate the connector with when there is no shop: the form's defaults under the first fixture. */
  async fixtureSettings(integration: Integration): Promise<RawSettings> {
    const config = await this.config();
    const { readFixtures, settingsFromFixture } = await import('./config/fixtures.js');
    const [first] = await readFixtures(config);
    return settingsFromFixture(integration, first);
  }

  /** The shop that the target names. */
  async shop(store: Store, integration: Integration): Promise<Shop> {
    const { target } = await this.config();
    const { parseSettings } = await import('./runtime/settings.js');
    const settings = parseSettings(integration, await this.#rawSettings(integration));
    return target === 'sandbox'
      ? this.#sandboxShop(store, settings)
      : this.#remoteShop(store, settings, target);
  }

  /** What the connector's functions outside a step are handed. */
  async integrationContext(store: Store, shop: Shop): Promise<IntegrationContext> {
    const { makeIntegrationContext } = await import('./runtime/contexts.js');
    const { makeSendBulk } = await import('./runtime/sync/send-bulk.js');
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

  async #connectorFile(): Promise<string> {
    const { file, connector } = await this.config();
    if (file === null) throw noConfig(this.#invocation.cwd);
    return connector;
  }

  /** Starts the embedded API beside the store and registers its one shop. */
  async #sandboxShop(store: Store, settings: RawSettings): Promise<Shop> {
    const { store: path } = await this.config();
    const { startSandbox } = await import('./sandbox/index.js');
    const sandbox = await startSandbox({
      data: join(dirname(path), 'sandbox.sqlite'),
      now: () => this.clock.now(),
    });
    this.#closers.push(() => sandbox.stop());
    const installation = await this.#register(store, SANDBOX_INSTALLATION);
    const states = await this.#states(store, SANDBOX_INSTALLATION, 'sandbox');
    return this.#openShop(installation, states, settings, sandbox.baseUrl, sandbox.key);
  }

  async #remoteShop(store: Store, settings: RawSettings, target: string): Promise<Shop> {
    const installation = await this.#remoteInstallation(store, target);
    const states = await this.#states(store, installation.installationId, target);
    const { readAccessToken } = await import('./runtime/state.js');
    const token = this.#invocation.env.SPM_ACCESS_TOKEN || (await readAccessToken(states()));
    if (!token) throw noToken();
    const base = target === 'production' ? this.#invocation.env.SHOPIMIND_CORE_API_BASE : target;
    return this.#openShop(installation, states, settings, base, token);
  }

  async #openShop(
    installation: Installation,
    state: Shop['state'],
    settings: RawSettings,
    baseUrl: string | undefined,
    token: string,
  ): Promise<Shop> {
    const { makeApiClient } = await import('./runtime/api/client.js');
    const { REQUEST_TIMEOUT_MS } = await import('./runtime/lease.js');
    const { readInboundSecret, readProvisioned } = await import('./runtime/state.js');
    const api = makeApiClient({ timeoutMs: REQUEST_TIMEOUT_MS, ...(baseUrl ? { baseUrl } : {}) });
    return {
      installation,
      client: api.clientFor(token),
      settings,
      provisioned: await readProvisioned(state()),
      inboundSecret: await readInboundSecret(state()),
      state,
    };
  }

  async #states(store: Store, installationId: string, target: string): Promise<Shop['state']> {
    const cipher = await this.#cipher(target);
    const { makeStateAccess } = await import('./runtime/state.js');
    return (lease) =>
      makeStateAccess(store, installationId, cipher, () => this.clock.now(), {
        allowPlaintext: cipher === null,
        ...(lease ? { lease } : {}),
      });
  }

  /** There is no merchant here: the form's defaults under the first fixture stand in for one. */
  async #rawSettings(integration: Integration): Promise<RawSettings> {
    const { readFixtures, settingsFromFixture } = await import('./config/fixtures.js');
    const [first] = await readFixtures(await this.config());
    return settingsFromFixture(integration, first);
  }

  async #remoteInstallation(store: Store, target: string): Promise<Installation> {
    if (target !== 'production') return this.#register(store, LOCAL_INSTALLATION);
    const reserved = [SANDBOX_INSTALLATION, LOCAL_INSTALLATION];
    const [only, ...more] = (await store.installations.list({ status: 'active' })).filter(
      ({ installationId }) => !reserved.includes(installationId),
    );
    if (only !== undefined && more.length === 0) return only;
    throw new SpmError(
      'SPM_UNKNOWN_INSTALLATION',
      only === undefined
        ? 'No shop is registered for production'
        : 'Several shops are active; this command works on one',
      {
        cause: 'production needs one active installation in the store',
        hint: 'use --target sandbox, or --target URL with SPM_ACCESS_TOKEN',
      },
    );
  }

  async #register(store: Store, installationId: string): Promise<Installation> {
    const known = await store.installations.get(installationId);
    if (known?.status === 'active') return known;
    await store.installations.save({ installationId }, this.clock.now());
    await store.installations.setStatus(installationId, 'active', this.clock.now());
    return this.#register(store, installationId);
  }

  /** Secrets are encrypted, except on this machine's own sandboxes. */
  async #cipher(target: string): Promise<SecretCipher | null> {
    const keys = this.#invocation.env.SPM_CREDENTIALS_KEY;
    if (keys) {
      const { makeSecretCipher } = await import('./runtime/security/secrets.js');
      return makeSecretCipher(keys);
    }
    if (isLocalTarget(target)) return null;
    throw new SpmError('SPM_SECRET_MISSING', 'There is no key to encrypt secrets with', {
      cause: 'SPM_CREDENTIALS_KEY is not set, and the target is not this machine',
      hint: 'set SPM_CREDENTIALS_KEY to 64 hex digits, such as `openssl rand -hex 32` prints',
    });
  }
}

/** Signal 0 tests a process without touching it; EPERM means that it is there and somebody else's. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function noToken(): SpmError {
  return new SpmError('SPM_SECRET_MISSING', 'There is no access token for the shop', {
    cause: 'SPM_ACCESS_TOKEN is not set',
    hint: 'Put SPM_ACCESS_TOKEN into the environment or the .env beside the configuration.',
  });
}

function noConfig(cwd: string): SpmError {
  return new SpmError('SPM_CONFIG_NOT_FOUND', 'There is no configuration file', {
    cause: `none was found in ${cwd} or above it`,
    hint: 'run `spm-connect init` to scaffold a connector, or point to one with --config FILE',
  });
}
