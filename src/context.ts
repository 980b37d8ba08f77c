/**
 * The composition root: configuration + store + clock + API client + connector. The only importer of
 * real adapters. Each is opened when a command asks for it, and closed in the reverse order.
 */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { Invocation } from './commands/types.js';
import { type Config, isLoopback, resolveConfig } from './config/resolve.js';
import type { Integration, Logger, RawSettings } from './connector/types.js';
import { SpmError } from './errors.js';
import type { ApiClient, Clock, Installation, LeaseOwner, Store } from './runtime/ports.js';
import type { SecretCipher } from './runtime/security/secrets.js';
import { systemClock } from './runtime/clock.js';

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
  api: ApiClient;
  accessToken: string;
  rawSettings: RawSettings;
  cipher: SecretCipher | null;
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
    const config = await this.config();
    if (config.file === null) throw noConfig(this.#invocation.cwd);
    const { loadConnector } = await import('./config/connector.js');
    return loadConnector(config.connector);
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

  /** The shop that the target and `--installation` name. */
  async shop(store: Store, integration: Integration): Promise<Shop> {
    const { target } = await this.config();
    if (target === 'sandbox') return this.#sandboxShop(store, integration);
    const installation = await this.#remoteInstallation(store, target);
    const cipher = await this.#cipher(target);
    return {
      installation,
      api: await this.#api(target),
      accessToken: await this.#accessToken(store, installation, cipher),
      rawSettings: await this.fixtureSettings(integration),
      cipher,
    };
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  /** Starts the embedded API beside the store and registers its one shop. */
  async #sandboxShop(store: Store, integration: Integration): Promise<Shop> {
    const { store: path } = await this.config();
    const { startSandbox } = await import('./sandbox/index.js');
    const sandbox = await startSandbox({ data: join(dirname(path), 'sandbox.sqlite') });
    this.#closers.push(() => sandbox.stop());
    return {
      installation: await this.#register(store, SANDBOX_INSTALLATION),
      api: await this.#api(sandbox.baseUrl),
      accessToken: sandbox.key,
      rawSettings: await this.fixtureSettings(integration),
      cipher: await this.#cipher('sandbox'),
    };
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

  async #accessToken(
    store: Store,
    { installationId }: Installation,
    cipher: SecretCipher | null,
  ): Promise<string> {
    const { readAccessToken } = await import('./runtime/state.js');
    const token =
      this.#invocation.env.SPM_ACCESS_TOKEN ||
      (await readAccessToken(store, installationId, cipher));
    if (token) return token;
    throw new SpmError('SPM_SECRET_MISSING', 'There is no access token for the shop', {
      cause: 'SPM_ACCESS_TOKEN is not set',
      hint: 'put SPM_ACCESS_TOKEN into the environment or the .env beside the configuration',
    });
  }

  /** Secrets are encrypted, except on this machine's own sandboxes. */
  async #cipher(target: string): Promise<SecretCipher | null> {
    const keys = this.#invocation.env.SPM_CREDENTIALS_KEY;
    if (keys) {
      const { makeSecretCipher } = await import('./runtime/security/secrets.js');
      return makeSecretCipher(keys);
    }
    if (target === 'sandbox' || (target !== 'production' && isLoopback(target))) return null;
    throw new SpmError('SPM_SECRET_MISSING', 'There is no key to encrypt secrets with', {
      cause: 'SPM_CREDENTIALS_KEY is not set, and the target is not this machine',
      hint: 'set SPM_CREDENTIALS_KEY to 64 hex digits, such as `openssl rand -hex 32` prints',
    });
  }

  async #api(target: string): Promise<ApiClient> {
    const { makeApiClient } = await import('./runtime/api/client.js');
    const base = this.#invocation.env.SHOPIMIND_CORE_API_BASE;
    const url = target === 'production' ? base : target;
    return makeApiClient(url ? { baseUrl: url } : {});
  }
}

function noConfig(cwd: string): SpmError {
  return new SpmError('SPM_CONFIG_NOT_FOUND', 'There is no configuration file', {
    cause: `none was found in ${cwd} or above it`,
    hint: 'run `spm-connect init` to scaffold a connector, or point to one with --config FILE',
  });
}
