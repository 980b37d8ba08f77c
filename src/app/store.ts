/** The store of a configuration. Only this file imports the store's adapter. */
import { SpmError } from '../errors.js';
import type { Store } from '../runtime/ports/store.js';
import type { Redactor } from '../runtime/security/redactor.js';
import type { Patience } from '../runtime/store/sqlite/patience.js';
import { keyRing } from './shops/secrets.js';
import type { ShopInput } from './shops/shop.js';

export interface StoreInput {
  /** Absolute, or `:memory:`. */
  path: string;
  env: ShopInput['env'];
  redactor: Redactor;
  patience: Patience;
}

/** Creates the store if it is missing. @throws SpmError SPM_STORE_* */
export async function openStore(input: StoreInput): Promise<Store> {
  const { openSqliteStore } = await import('../runtime/store/sqlite/open.js');
  return openSqliteStore(await adapterOptions(input));
}

/** Also opens a read-only store. Never creates one. @throws SpmError SPM_STORE_* */
export async function openToRead(input: StoreInput): Promise<Store> {
  await requireStore(input.path);
  const { openStoreToRead } = await import('../runtime/store/sqlite/reading.js');
  return openStoreToRead(await adapterOptions(input));
}

export async function isThere(path: string): Promise<boolean> {
  const { isStoreThere } = await import('../runtime/store/sqlite/reading.js');
  return isStoreThere(path);
}

/** @throws SpmError SPM_STORE_UNAVAILABLE */
export async function requireStore(path: string): Promise<void> {
  if (await isThere(path)) return;
  throw new SpmError('SPM_STORE_UNAVAILABLE', 'The store does not exist yet', {
    cause: `${path} does not exist`,
    hint: 'Run `spm-connect provision`, `sync` or `installations add` first, or check --store.',
  });
}

/** A malformed key is an error only for commands that need the key. */
async function adapterOptions({ path, env, redactor, patience }: StoreInput) {
  const cipher = await keyRing(env).catch(() => null);
  return { path, now: () => patience.clock.now(), redactor, cipher, patience };
}
