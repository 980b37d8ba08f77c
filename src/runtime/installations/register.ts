/** Adds an installation to the registry, or updates one. */
import { isDeepStrictEqual } from 'node:util';
import { SpmError } from '../../errors.js';
import type { Clock } from '../ports/engine.js';
import type { Installation, Lease, NewInstallation } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { SecretCipher } from '../security/secrets.js';
import { makeStateAccess, readAccessToken, STATE_KEYS, stateEntry } from '../state.js';

export interface RegistryPorts {
  store: Store;
  clock: Clock;
  /** Null stores values without encryption. */
  cipher: SecretCipher | null;
}

export interface Registration {
  installation: NewInstallation;
  /** Values of the state that are to be as given. */
  state: readonly (readonly [key: string, value: unknown])[];
  /** Whether a known installation may be changed. */
  update: boolean;
}

export type RegistrationOutcome = 'added' | 'updated' | 'unchanged';

/**
 * One act under the lease: all of it or nothing. An uninstalled installation becomes inactive, as by an install.
 * @throws SpmError SPM_INSTALLATION_EXISTS when it is known with other data and may not be updated,
 *   SPM_SECRET_INVALID when what is stored was encrypted with another key
 */
export async function register(
  { store, clock, cipher }: RegistryPorts,
  lease: Lease,
  { installation, state, update }: Registration,
): Promise<RegistrationOutcome> {
  const { installationId } = installation;
  const known = await store.installations.get(installationId);
  const changed = await changedKeys({ store, clock, cipher }, installationId, state);
  if (known && holds(known, installation) && changed.length === 0) return 'unchanged';
  if (known && !update) throw exists(known, changed);
  const entries = state
    .filter(([key]) => changed.includes(key))
    .map(([key, value]) => stateEntry(installationId, cipher, key, value));
  const more = { state: entries, reinstall: true };
  await store.fenced.saveInstallation(lease, installation, clock.now(), more);
  return known ? 'updated' : 'added';
}

/** Replaces the access token. @throws SpmError SPM_SECRET_INVALID when the stored one was encrypted with another key */
export async function storeToken(
  { store, clock, cipher }: RegistryPorts,
  lease: Lease,
  token: string,
): Promise<'stored' | 'replaced' | 'unchanged'> {
  const { installationId } = lease;
  const before = await readAccessToken(
    makeStateAccess(store, installationId, cipher, () => clock.now()),
  );
  if (before === token) return 'unchanged';
  const entry = stateEntry(installationId, cipher, STATE_KEYS.accessToken, token);
  await store.fenced.setState(lease, entry, clock.now());
  return before === null ? 'stored' : 'replaced';
}

/** The keys whose stored value is another. */
async function changedKeys(
  { store, clock, cipher }: RegistryPorts,
  installationId: string,
  state: Registration['state'],
): Promise<string[]> {
  const stored = makeStateAccess(store, installationId, cipher, () => clock.now());
  const changed: string[] = [];
  for (const [key, value] of state)
    if (!isDeepStrictEqual(await stored.get(key), value)) changed.push(key);
  return changed;
}

function holds(known: Installation, { installationId: _, ...given }: NewInstallation): boolean {
  const same = Object.entries(given).every(
    ([field, value]) => known[field as keyof typeof given] === value,
  );
  return same && known.status !== 'uninstalled';
}

function exists({ installationId, status }: Installation, changed: readonly string[]): SpmError {
  const message = `The installation ${installationId} is already registered`;
  return new SpmError('SPM_INSTALLATION_EXISTS', message, {
    cause: `it is ${status}${changed.length > 0 ? `, with different values of ${changed.join(', ')}` : ''}`,
    hint: 'Pass --update to change it, or replace only the token with `spm-connect installations token`.',
  });
}
