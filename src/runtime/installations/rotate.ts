/** Rotates the key that encrypts the secrets of a store. */
import type { Clock } from '../ports/engine.js';
import type { Lease, Resealed } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { SecretCipher } from '../security/secrets.js';
import { makeInstallationState } from '../state.js';
import type { SettingField } from './settings.js';
import { conversion } from './stored-settings.js';

export interface RotationPorts {
  store: Store;
  clock: Clock;
  cipher: SecretCipher;
  /** The fields of the connector's form; read only if an earlier version stored settings. */
  fields(): Promise<readonly SettingField[]>;
}

/**
 * Encrypts all secrets with the newest key, and converts values of earlier versions to the current format. Needs the
 * leases of all installations.
 * @throws SpmError SPM_SECRET_INVALID, SPM_INSTALLATION_CHANGED; nothing is changed then
 */
export async function rotateKeys(
  { store, clock, cipher, fields }: RotationPorts,
  leases: readonly Lease[],
): Promise<Resealed> {
  const settings = new Map<string, Map<string, string | null>>();
  for (const { installationId } of leases) {
    const entries = await store.state.list(installationId);
    if (!entries.some(({ key, form }) => form === 'json' && !key.startsWith('__'))) continue;
    const state = makeInstallationState(store, installationId, cipher, () => clock.now());
    const texts = await conversion(state, await fields());
    if (texts.size > 0) settings.set(installationId, texts);
  }
  return store.fenced.reseal(leases, settings, clock.now());
}
