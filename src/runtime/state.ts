/** The key/value state of an installation as connectors see it: JSON values, encrypted where there is a key. */
import type { StateAccess } from '../connector/types.js';
import type { Lease, NewStateEntry, StateEntry } from './ports/records.js';
import type { Store } from './ports/store.js';
import { noKey, type SecretCipher } from './security/secrets.js';

/** Keys with a meaning in the ecosystem. */
export const STATE_KEYS = {
  accessToken: '__access_token',
  inboundSecret: '__inbound_secret',
  provisioning: '__provisioning',
} as const;

export interface StateAccessOptions {
  /** Allows unencrypted secrets without a cipher: for local development and the sandbox. */
  allowPlaintext?: boolean;
  /** Called with every secret before it is stored. */
  onSecret?: (value: unknown) => void;
  /** Writes fail with SPM_LEASE_LOST once this lease is lost. */
  lease?: Lease;
}

/**
 * With a cipher every value is encrypted, secret or not. Unencrypted values can still be read.
 * `setSecret` throws SPM_SECRET_MISSING without a cipher; `get` throws it for an encrypted value, and
 * SPM_SECRET_INVALID for one that does not decrypt.
 */
export function makeStateAccess(
  store: Pick<Store, 'state' | 'fenced'>,
  installationId: string,
  cipher: SecretCipher | null,
  now: () => number,
  { allowPlaintext = false, onSecret = () => {}, lease }: StateAccessOptions = {},
): StateAccess {
  const placeOf = (key: string) => `${installationId}:${key}`;
  const set = async (key: string, value: unknown) => {
    const entry = stateEntry(installationId, cipher, key, value);
    if (lease) await store.fenced.setState(lease, entry, now());
    else await store.state.set(installationId, entry, now());
  };
  return {
    get: async <T>(key: string) => {
      const entry = await store.state.get(installationId, key);
      return entry && (parse(decrypt(entry, cipher, placeOf(key))) as T | null);
    },
    set,
    setSecret: async (key, value) => {
      if (cipher === null && !allowPlaintext) throw noKey(`The secret ${key} cannot be stored`);
      onSecret(value);
      await set(key, value);
    },
    delete: (key) =>
      lease ? store.fenced.deleteState(lease, key) : store.state.delete(installationId, key),
  };
}

/** A value as the store keeps it: encrypted, bound to its place, where there is a cipher. */
export function stateEntry(
  installationId: string,
  cipher: SecretCipher | null,
  key: string,
  value: unknown,
): NewStateEntry {
  const json = JSON.stringify(value) ?? 'null';
  return cipher
    ? { key, value: cipher.encrypt(json, `${installationId}:${key}`), encrypted: true }
    : { key, value: json, encrypted: false };
}

function decrypt(entry: StateEntry, cipher: SecretCipher | null, place: string): string {
  if (!entry.encrypted) return entry.value;
  if (cipher === null) throw noKey(`The stored value ${place} cannot be read`);
  return cipher.decrypt(entry.value, place);
}

/** Another tool stored text without JSON quotes. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The access token of the installation, or null when none was stored. */
export function readAccessToken(state: StateAccess): Promise<string | null> {
  return state.get<string>(STATE_KEYS.accessToken);
}

/** The secret that inbound calls are signed with, or null when none was stored. */
export function readInboundSecret(state: StateAccess): Promise<string | null> {
  return state.get<string>(STATE_KEYS.inboundSecret);
}
