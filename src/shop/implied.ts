/** Installations that nobody registers: that of the sandbox, and one for each address and token. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { IN_MEMORY } from '../config/resolve.js';
import { SpmError } from '../errors.js';
import type { Installation } from '../runtime/ports.js';
import type { Shop, ShopInput } from '../shop.js';
import { assemble, type Endpoint, noToken } from './assemble.js';
import { keepIdentity } from './identity.js';
import { cipherFor } from './secrets.js';
import { localSettings } from './settings.js';

export const IMPLIED_SANDBOX = 'sandbox';

/** A URL and a token are one shop: another of either has cursors of its own. @throws SpmError SPM_SECRET_MISSING */
export function urlInstallationId(target: string, env: ShopInput['env']): string {
  const token = env.SPM_ACCESS_TOKEN;
  if (!token) throw noToken();
  return `local-${fingerprint(`${new URL(target).origin} ${token}`)}`;
}

/** Whether the id is the one that the target implies. @throws SpmError SPM_UNKNOWN_INSTALLATION on the sandbox */
export function isImplied({ config: { target }, env }: ShopInput, id: string): boolean {
  if (target === 'sandbox') return id === IMPLIED_SANDBOX || onlyTheSandbox(id);
  return (
    target !== 'production' &&
    Boolean(env.SPM_ACCESS_TOKEN) &&
    urlInstallationId(target, env) === id
  );
}

export async function openImplied(input: ShopInput, installationId: string): Promise<Shop> {
  const { target } = input.config;
  const cipher = await cipherFor(target, input.env);
  const settings = await localSettings(input);
  const endpoint =
    target === 'sandbox' ? await startSandbox(input) : urlEndpoint(target, input.env);
  const installation = await register(input, installationId, target);
  const shop = await assemble(input, installation, endpoint, cipher, settings);
  await keepIdentity(shop.state(), installationId, fingerprint(endpoint.token), () => REPLACED);
  return shop;
}

const REPLACED = {
  cause: 'the data of the sandbox was replaced, but the store still has the cursors of the old one',
  hint: 'Delete the store too to begin anew, or put the old sandbox.sqlite back beside it.',
};

/** The embedded API, with its data beside the store. */
export async function startSandbox({ config, clock, onClose }: ShopInput): Promise<Endpoint> {
  const { startSandbox: start } = await import('../sandbox/index.js');
  const beside =
    config.store === IN_MEMORY ? {} : { data: join(dirname(config.store), 'sandbox.sqlite') };
  const sandbox = await start({ now: () => clock.now(), ...beside });
  onClose(() => sandbox.stop());
  return { baseUrl: sandbox.baseUrl, token: sandbox.key };
}

function urlEndpoint(target: string, env: ShopInput['env']): Endpoint {
  if (!env.SPM_ACCESS_TOKEN) throw noToken();
  return { baseUrl: target, token: env.SPM_ACCESS_TOKEN };
}

async function register(
  { store, clock }: ShopInput,
  installationId: string,
  target: string,
): Promise<Installation> {
  const known = await store.installations.get(installationId);
  if (known?.status === 'active') return known;
  const shopDomain = target === 'sandbox' ? {} : { shopDomain: new URL(target).host };
  await store.installations.save({ installationId, ...shopDomain }, clock.now());
  await store.installations.setStatus(installationId, 'active', clock.now());
  return (await store.installations.get(installationId)) as Installation;
}

const fingerprint = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

function onlyTheSandbox(id: string): never {
  throw new SpmError('SPM_UNKNOWN_INSTALLATION', `The sandbox has no installation '${id}'`, {
    cause: `its only shop is the installation ${IMPLIED_SANDBOX}`,
    hint: 'Use --target production for a shop of the registry, or leave --installation out.',
  });
}
