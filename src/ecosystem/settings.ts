/** The merchant's settings and the secrets of an installation, by the kit's names. */
import { randomBytes } from 'node:crypto';
import { formFields } from '../connector/config-schema.js';
import type { ConfigField, ConfigSchema, RawSettings, StateAccess } from '../connector/types.js';
import { isSensitive } from '../runtime/installations/settings.js';
import {
  readStoredSettings,
  settingsChange,
  withFurther,
} from '../runtime/installations/stored-settings.js';
import { STATE_KEYS } from '../runtime/state.js';

export const PROVISIONING_KEY = STATE_KEYS.provisioning;
export const ACCESS_TOKEN_KEY = STATE_KEYS.accessToken;
export const INBOUND_SECRET_KEY = STATE_KEYS.inboundSecret;

/** The state of an installation, or anything of that form. */
export type StateLike = Pick<StateAccess, 'get' | 'set' | 'setSecret' | 'delete'>;

/** Every field of the form that has a key, at any depth. */
export function collectFields(schema: ConfigSchema): ConfigField[] {
  return formFields(schema).map(({ field }) => field as unknown as ConfigField);
}

/** The keys of the fields whose values must never be shown. */
export function sensitiveKeys(schema: ConfigSchema): string[] {
  return collectFields(schema)
    .filter(isSensitive)
    .map(({ key }) => key);
}

/** Stores the plain fields under `cfg`, and each sensitive one as a secret under `cfgsec:<field>`. */
export async function saveConfigs(
  state: StateLike,
  installationId: string,
  schema: ConfigSchema,
  configs: RawSettings,
): Promise<void> {
  const change = await settingsChange(
    reading(state, installationId),
    withFurther(collectFields(schema), configs),
    configs,
  );
  for (const [key, text] of change.texts) {
    if (text === null) await state.delete(installationId, key);
    else if (key === 'cfg') await state.set(installationId, key, text);
    else await state.setSecret(installationId, key, text);
  }
}

/** The saved settings; empty if there are none. */
export function loadConfigs(
  state: StateLike,
  installationId: string,
  schema: ConfigSchema,
): Promise<RawSettings> {
  return readStoredSettings(reading(state, installationId), collectFields(schema));
}

function reading(state: StateLike, installationId: string) {
  const get = (key: string) => state.get(installationId, key);
  return {
    get,
    getJson: async <T>(key: string) => JSON.parse((await get(key)) ?? 'null') as T | null,
    getFormer: async () => null,
  };
}

/** The secret that signs inbound calls of the installation; created if it is missing. */
export async function ensureInboundSecret(
  state: StateLike,
  installationId: string,
): Promise<string> {
  const known = await state.get(installationId, INBOUND_SECRET_KEY);
  if (known) return known;
  const secret = `insec_${randomBytes(24).toString('hex')}`;
  await state.setSecret(installationId, INBOUND_SECRET_KEY, secret);
  return secret;
}
