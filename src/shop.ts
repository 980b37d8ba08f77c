/** Opens the shop that the target names: its installation, its API client, its settings, its state. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { type Config, IN_MEMORY, isLocalTarget } from './config/resolve.js';
import type { Integration, RawSettings, StateAccess } from './connector/types.js';
import { SpmError } from './errors.js';
import type { Clock, Installation, Lease, Store } from './runtime/ports.js';
import type { SecretCipher } from './runtime/security/secrets.js';
import type { ProvisionedIds } from './runtime/state.js';

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

export interface ShopInput {
  config: Config;
  env: Readonly<Record<string, string | undefined>>;
  store: Store;
  integration: Integration;
  clock: Clock;
  /** Takes what has to be closed in the end. */
  onClose(close: () => Promise<void>): void;
}

/** Where calls go, and as whom. */
interface Endpoint {
  installationId: string;
  /** The SDK's own choice when absent. */
  baseUrl?: string;
  token: string;
  /** Shown beside the installation. */
  shopDomain?: string;
}

const SANDBOX = 'sandbox';
/** Which shop an installation's cursors are about, where a file or an address could come to mean another. */
const SHOP_KEY = '__shop';

/**
 * @throws SpmError SPM_SECRET_MISSING, SPM_UNKNOWN_INSTALLATION, SPM_SETTINGS_INVALID, SPM_SHOP_CHANGED, or SPM_STORE_*
 *   when the sandbox's file cannot serve
 */
export async function openShop(input: ShopInput): Promise<Shop> {
  const { target } = input.config;
  if (target === 'production') return openProduction(input);
  const cipher = await cipherFor(target, input.env);
  const settings = await localSettings(input);
  const endpoint = target === SANDBOX ? await startSandbox(input) : urlEndpoint(target, input.env);
  const installation = await register(input, endpoint);
  const shop = await assemble(input, installation, endpoint, cipher, settings);
  await checkIdentity(shop.state(), endpoint);
  return shop;
}

/** The embedded API, with its data beside the store. */
async function startSandbox({ config, clock, onClose }: ShopInput): Promise<Endpoint> {
  const { startSandbox: start } = await import('./sandbox/index.js');
  const beside =
    config.store === IN_MEMORY ? {} : { data: join(dirname(config.store), 'sandbox.sqlite') };
  const sandbox = await start({ now: () => clock.now(), ...beside });
  onClose(() => sandbox.stop());
  return { installationId: SANDBOX, baseUrl: sandbox.baseUrl, token: sandbox.key };
}

/** A URL and a token are one shop: another of either has cursors of its own. */
function urlEndpoint(target: string, env: ShopInput['env']): Endpoint {
  const token = env.SPM_ACCESS_TOKEN;
  if (!token) throw noToken();
  const { host, origin } = new URL(target);
  const installationId = `local-${fingerprint(`${origin} ${token}`)}`;
  return { installationId, baseUrl: target, token, shopDomain: host };
}

async function openProduction(input: ShopInput): Promise<Shop> {
  const installation = await onlyInstallation(input.store);
  const cipher = await cipherFor('production', input.env);
  const { readAccessToken } = await import('./runtime/state.js');
  const state = (await stateOf(input, installation.installationId, cipher))();
  const token = input.env.SPM_ACCESS_TOKEN || (await readAccessToken(state));
  if (!token) throw noToken();
  const base = input.env.SHOPIMIND_CORE_API_BASE;
  const endpoint = {
    installationId: installation.installationId,
    token,
    ...(base ? { baseUrl: base } : {}),
  };
  const settings = await merchantSettings(input.integration, state);
  return assemble(input, installation, endpoint, cipher, settings);
}

async function assemble(
  input: ShopInput,
  installation: Installation,
  { baseUrl, token }: Endpoint,
  cipher: SecretCipher | null,
  settings: RawSettings,
): Promise<Shop> {
  const { makeApiClient } = await import('./runtime/api/client.js');
  const { REQUEST_TIMEOUT_MS } = await import('./runtime/lease.js');
  const { readInboundSecret, readProvisioned } = await import('./runtime/state.js');
  const state = await stateOf(input, installation.installationId, cipher);
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

async function stateOf(
  { store, clock }: ShopInput,
  installationId: string,
  cipher: SecretCipher | null,
): Promise<Shop['state']> {
  const { makeStateAccess } = await import('./runtime/state.js');
  return (lease) =>
    makeStateAccess(store, installationId, cipher, () => clock.now(), {
      allowPlaintext: cipher === null,
      ...(lease ? { lease } : {}),
    });
}

async function register({ store, clock }: ShopInput, { installationId, shopDomain }: Endpoint) {
  const known = await store.installations.get(installationId);
  if (known?.status === 'active') return known;
  await store.installations.save(
    { installationId, ...(shopDomain ? { shopDomain } : {}) },
    clock.now(),
  );
  await store.installations.setStatus(installationId, 'active', clock.now());
  return (await store.installations.get(installationId)) as Installation;
}

/** A sandbox whose file was deleted is a new shop: the old cursors would say that it has everything. */
async function checkIdentity(
  state: StateAccess,
  { installationId, token }: Endpoint,
): Promise<void> {
  const identity = fingerprint(token);
  const known = await state.get<string>(SHOP_KEY);
  if (known === null) await state.set(SHOP_KEY, identity);
  else if (known !== identity)
    throw new SpmError(
      'SPM_SHOP_CHANGED',
      `The installation ${installationId} is another shop than before`,
      {
        cause:
          'the data of the sandbox was replaced, but the store still has the cursors of the old one',
        hint: 'Delete the store too to begin anew, or put the old sandbox.sqlite back beside it.',
      },
    );
}

/** The one shop that the store knows beside those of this machine. */
async function onlyInstallation(store: Store): Promise<Installation> {
  const [only, ...more] = (await store.installations.list({ status: 'active' })).filter(
    ({ installationId: id }) => id !== SANDBOX && !id.startsWith('local-'),
  );
  if (only !== undefined && more.length === 0) return only;
  throw new SpmError(
    'SPM_UNKNOWN_INSTALLATION',
    only === undefined
      ? 'No shop is registered for production'
      : 'Several shops are active; this command works on one',
    {
      cause: 'production needs one active installation in the store',
      hint: 'Use --target sandbox, or --target URL with SPM_ACCESS_TOKEN.',
    },
  );
}

/** There is no merchant here: the form's defaults under the first fixture stand in for one. */
async function localSettings({ config, integration }: ShopInput): Promise<RawSettings> {
  const { readFixtures, settingsFromFixture } = await import('./config/fixtures.js');
  const { parseSettings } = await import('./runtime/settings.js');
  const [first] = await readFixtures(config);
  return parseSettings(
    integration,
    settingsFromFixture(integration, first),
    'Correct the first file of lint.settings in the configuration: it stands in for the merchant.',
  );
}

/** What the merchant filled in, as activation stored it: a value under the key of each field. */
async function merchantSettings(
  integration: Integration,
  state: StateAccess,
): Promise<RawSettings> {
  const { fieldsOf } = await import('./config/fixtures.js');
  const { parseSettings } = await import('./runtime/settings.js');
  const settings: RawSettings = {};
  for (const { key } of fieldsOf(integration.configSchema)) {
    const value = await state.get(key);
    if (value !== null) settings[key] = value;
  }
  return parseSettings(
    integration,
    settings,
    'The settings of a shop are stored when its merchant activates the connector.',
  );
}

/** Secrets are encrypted, except on this machine's own sandboxes. */
async function cipherFor(target: string, env: ShopInput['env']): Promise<SecretCipher | null> {
  const keys = env.SPM_CREDENTIALS_KEY;
  if (keys) {
    const { makeSecretCipher } = await import('./runtime/security/secrets.js');
    return makeSecretCipher(keys);
  }
  if (isLocalTarget(target)) return null;
  throw new SpmError('SPM_SECRET_MISSING', 'There is no key to encrypt secrets with', {
    cause: 'SPM_CREDENTIALS_KEY is not set, and the target is not this machine',
    hint: 'Set SPM_CREDENTIALS_KEY to 64 hex digits, such as `openssl rand -hex 32` prints.',
  });
}

const fingerprint = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

function noToken(): SpmError {
  return new SpmError('SPM_SECRET_MISSING', 'There is no access token for the shop', {
    cause: 'SPM_ACCESS_TOKEN is not set',
    hint: 'Put SPM_ACCESS_TOKEN into the environment or the .env beside the configuration.',
  });
}
