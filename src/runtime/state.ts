/** The key/value state of an installation: texts, encrypted if there is a key. */
import type { InstallationState } from '../connector/kit/state.js';
import type { StateMeta } from '../connector/types.js';
import { SpmError } from '../errors.js';
import type { Lease, NewStateEntry, StateEntry } from './ports/records.js';
import type { Store } from './ports/store.js';
import { REDACTED, redact } from './security/redact.js';
import { noKey, type SecretCipher } from './security/secrets.js';

export type { InstallationState };

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
export function makeInstallationState(
  store: Pick<Store, 'state' | 'fenced'>,
  installationId: string,
  cipher: SecretCipher | null,
  now: () => number,
  { allowPlaintext = false, onSecret = () => {}, lease }: StateAccessOptions = {},
): InstallationState {
  const find = (key: string) => store.state.get(installationId, key);
  const open = (entry: StateEntry) => opened(entry, `${installationId}:${entry.key}`, cipher);
  const get = async (key: string) => {
    const entry = await find(key);
    return entry && textOf(entry, installationId, cipher);
  };
  const set = async (key: string, text: string) => {
    const entry = stateEntry(installationId, cipher, key, text);
    if (lease) await store.fenced.setState(lease, entry, now());
    else await store.state.set(installationId, entry, now());
  };
  return {
    get,
    set,
    getJson: async <T>(key: string) => {
      const entry = await find(key);
      return entry && (parsed(key, open(entry)) as T | null);
    },
    getFormer: async (key) => {
      const entry = await find(key);
      return entry?.form === 'json' ? parsed(key, open(entry)) : null;
    },
    setJson: (key, value) => set(key, JSON.stringify(value) ?? 'null'),
    setSecret: async (key, value) => {
      if (cipher === null && !allowPlaintext) throw noKey(`The secret ${key} cannot be stored`);
      onSecret(value);
      await set(key, value);
    },
    delete: (key) =>
      lease ? store.fenced.deleteState(lease, key) : store.state.delete(installationId, key),
    list: async () => (await store.state.list(installationId)).map(metaOf),
  };
}

/** A text in the form of the store: encrypted and bound to its place, if there is a cipher. */
export function stateEntry(
  installationId: string,
  cipher: SecretCipher | null,
  key: string,
  text: string,
): NewStateEntry {
  return cipher
    ? { key, value: cipher.encrypt(text, `${installationId}:${key}`), encrypted: true }
    : { key, value: text, encrypted: false };
}

/** The value of an entry; null for nothing. Throws like `get`. */
export function textOf(
  entry: StateEntry,
  installationId: string,
  cipher: SecretCipher | null,
): string | null {
  const text = opened(entry, `${installationId}:${entry.key}`, cipher);
  return entry.form === 'json' ? textInJson(text) : text;
}

function opened(
  { value, encrypted }: StateEntry,
  place: string,
  cipher: SecretCipher | null,
): string {
  if (!encrypted) return value;
  if (cipher === null) throw noKey(`The stored value ${place} cannot be read`);
  return cipher.decrypt(value, place);
}

/** Earlier versions stored texts as JSON; their other values are JSON as well. */
function textInJson(json: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'string' || value === null) return value;
  } catch {
    // Another tool wrote it between two runs of an earlier version.
  }
  return json;
}

function parsed(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpmError('SPM_CONNECTOR_INVALID', `The state ${key} is not JSON`, {
      cause,
      hint: 'Read it with ctx.state.get, or keep it with ctx.state.setJson.',
    });
  }
}

const PREVIEW = 100;

function metaOf({ key, value, encrypted, updatedAt }: StateEntry): StateMeta {
  const isHidden = encrypted || isSecretKey(key);
  return {
    ...{ key, encrypted, updated_at: new Date(updatedAt).toISOString() },
    value_length: value.length,
    value_preview: isHidden ? null : value.slice(0, PREVIEW),
  };
}

/** Whether a key of the state is secret by its meaning or its name. */
export function isSecretKey(key: string): boolean {
  const known: string[] = [STATE_KEYS.accessToken, STATE_KEYS.inboundSecret];
  return known.includes(key) || Object(redact({ [key]: 'x' }))[key] === REDACTED;
}

/** The access token of the installation, or null when none was stored. */
export function readAccessToken(state: InstallationState): Promise<string | null> {
  return state.get(STATE_KEYS.accessToken);
}

/** The secret that signs inbound calls, or null when none was stored. */
export function readInboundSecret(state: InstallationState): Promise<string | null> {
  return state.get(STATE_KEYS.inboundSecret);
}
