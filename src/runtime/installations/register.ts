/** Adds an installation to the registry, or updates one. */
import type { RawSettings } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import type { Clock } from '../ports/engine.js';
import type { Installation, Lease, NewInstallation, NewStateEntry } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { SecretCipher } from '../security/secrets.js';
import { makeInstallationState, readAccessToken, STATE_KEYS, stateEntry } from '../state.js';
import type { SettingField } from './settings.js';
import { settingsChange } from './stored-settings.js';

export interface RegistryPorts {
  store: Store;
  clock: Clock;
  /** Null stores values without encryption. */
  cipher: SecretCipher | null;
}

export interface Registration {
  installation: NewInstallation;
  /** Null keeps the stored one. */
  token: string | null;
  /** The merchant's settings, with the fields of the form; null keeps the stored ones. */
  settings: { fields: readonly SettingField[]; values: RawSettings } | null;
  /** Whether a known installation may be changed. */
  update: boolean;
}

export type RegistrationOutcome = 'added' | 'updated' | 'unchanged';

/**
 * One act under the lease: all of it or nothing. An uninstalled installation becomes inactive, as by an install.
 * @throws SpmError SPM_INSTALLATION_EXISTS when it is known with other data and may not be updated,
 *   SPM_SECRET_INVALID when stored values were encrypted with another key
 */
export async function register(
  ports: RegistryPorts,
  lease: Lease,
  registration: Registration,
): Promise<RegistrationOutcome> {
  const { store, clock, cipher } = ports;
  const { installation, update } = registration;
  const { installationId } = installation;
  const known = await store.installations.get(installationId);
  const { texts, names } = await changes(ports, registration);
  if (known && holds(known, installation) && names.length === 0) return 'unchanged';
  if (known && !update) throw exists(known, names);
  const forget: string[] = [];
  const state: NewStateEntry[] = [];
  for (const [key, text] of texts)
    if (text === null) forget.push(key);
    else state.push(stateEntry(installationId, cipher, key, text));
  const more = { state, forget, reinstall: true };
  await store.fenced.saveInstallation(lease, installation, clock.now(), more);
  return known ? 'updated' : 'added';
}

/** The entries to write to the state, with their names for people. */
async function changes(
  { store, clock, cipher }: RegistryPorts,
  { installation, token, settings }: Registration,
): Promise<{ texts: Map<string, string | null>; names: string[] }> {
  const state = makeInstallationState(store, installation.installationId, cipher, () =>
    clock.now(),
  );
  const change = settings
    ? await settingsChange(state, settings.fields, settings.values)
    : { texts: new Map<string, string | null>(), fields: [] };
  if (token === null || (await readAccessToken(state)) === token)
    return { texts: change.texts, names: change.fields };
  const { accessToken } = STATE_KEYS;
  return { texts: change.texts.set(accessToken, token), names: [...change.fields, accessToken] };
}

/** Replaces the access token. @throws SpmError SPM_SECRET_INVALID when the stored one was encrypted with another key */
export async function storeToken(
  { store, clock, cipher }: RegistryPorts,
  lease: Lease,
  token: string,
): Promise<'stored' | 'replaced' | 'unchanged'> {
  const { installationId } = lease;
  const before = await readAccessToken(
    makeInstallationState(store, installationId, cipher, () => clock.now()),
  );
  if (before === token) return 'unchanged';
  const entry = stateEntry(installationId, cipher, STATE_KEYS.accessToken, token);
  await store.fenced.setState(lease, entry, clock.now());
  return before === null ? 'stored' : 'replaced';
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
