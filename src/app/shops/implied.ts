/** Installations that are implied by a target: one for the sandbox, and one for each address and token. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { IN_MEMORY } from '../../config/resolve.js';
import { SpmError } from '../../errors.js';
import { IMPLIED_SANDBOX, TARGET_KEY, urlInstallation } from '../../runtime/implied.js';
import type { Installation } from '../../runtime/ports/records.js';
import { startSandbox } from '../sandbox.js';
import { assemble, type Endpoint, noToken } from './assemble.js';
import { keepIdentity } from './identity.js';
import { proveToken } from './prove.js';
import { cipherFor } from './secrets.js';
import { localSettings } from './settings.js';
import type { SelectedShop, Shop, ShopInput } from './shop.js';

/** Each pair of URL and token is a shop with its own cursors. @throws SpmError SPM_SECRET_MISSING, SPM_SECRET_INVALID */
export function urlInstallationId(target: string, env: ShopInput['env']): string {
  return urlInstallation(fingerprint(`${new URL(target).origin} ${tokenOf(env)}`));
}

function tokenOf(env: ShopInput['env']): string {
  const token = env.SPM_ACCESS_TOKEN;
  if (!token) throw noToken();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new SpmError('SPM_SECRET_INVALID', 'SPM_ACCESS_TOKEN is invalid', {
    cause: 'it contains white space or characters other than ASCII',
    hint: 'Set it to the token only.',
  });
}

/** Whether the target implies this id. */
export function isImplied({ config: { target }, env }: ImpliedInput, id: string): boolean {
  if (target === 'sandbox') return id === IMPLIED_SANDBOX;
  return (
    target !== 'production' &&
    Boolean(env.SPM_ACCESS_TOKEN) &&
    urlInstallationId(target, env) === id
  );
}

/** Facts about a shop before the store is open. */
export type ImpliedInput = Pick<ShopInput, 'config' | 'env' | 'clock' | 'proven'>;

export function selectImplied(input: ShopInput, installationId: string): SelectedShop {
  const open = () => openImplied(input, installationId);
  if (input.config.target === 'sandbox') return { installationId, open };
  return {
    installationId,
    open,
    prove: async () => {
      if (!(await isProven(input.store, installationId))) await proveImplied(input, installationId);
    },
  };
}

async function openImplied(input: ShopInput, installationId: string): Promise<Shop> {
  const { target } = input.config;
  const cipher = await cipherFor(target, input.env);
  const settings = await localSettings(input);
  if (target === 'sandbox') {
    const endpoint = await sandboxEndpoint(input);
    const installation = await register(input, installationId, target);
    const shop = await assemble(input, installation, endpoint, cipher, settings);
    await keepIdentity(shop.state(), installationId, fingerprint(endpoint.token), () => REPLACED);
    return shop;
  }
  const proven = await isProven(input.store, installationId);
  if (!proven) await proveImplied(input, installationId);
  const endpoint = urlEndpoint(target, input.env);
  const installation = await register(input, installationId, target);
  const shop = await assemble(input, installation, endpoint, cipher, settings);
  if (!proven) await shop.state().set(TARGET_KEY, target);
  return shop;
}

async function isProven(store: ShopInput['store'], id: string): Promise<boolean> {
  return (await store.state.get(id, TARGET_KEY)) !== null;
}

/** Checks that a URL target accepts SPM_ACCESS_TOKEN. @throws SpmError SPM_SECRET_*, SPM_API_* */
export async function proveImplied(input: ImpliedInput, installationId: string): Promise<void> {
  const { target } = input.config;
  // Without a key the token could not be stored, so it is not sent either.
  await cipherFor(target, input.env);
  await proveToken(
    input,
    installationId,
    urlEndpoint(target, input.env),
    'Check SPM_ACCESS_TOKEN and --target; a token works only while its installation is active. Nothing was registered.',
  );
}

const REPLACED = {
  cause:
    'the data of the sandbox was replaced, but the store still has the cursors of the old data',
  hint: 'Delete the store too, or restore the old sandbox.sqlite next to it.',
};

/** The embedded API, with its data next to the store. */
export async function sandboxEndpoint({ config, clock, onClose }: ShopInput): Promise<Endpoint> {
  const beside =
    config.store === IN_MEMORY ? {} : { data: join(dirname(config.store), 'sandbox.sqlite') };
  const sandbox = await startSandbox(beside, clock);
  onClose(() => sandbox.stop());
  return { baseUrl: sandbox.baseUrl, token: sandbox.key };
}

function urlEndpoint(target: string, env: ShopInput['env']): Endpoint {
  return { baseUrl: target, token: tokenOf(env) };
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
  const from = known?.status ?? 'inactive';
  // False when another process did it first, with the same result.
  await store.installations.setStatus(installationId, { from, to: 'active' }, clock.now());
  return (await store.installations.get(installationId)) as Installation;
}

const fingerprint = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);
