/** What a merchant filled in, as state of an installation: a value under the key of each field. */
import type { RawSettings, StateAccess } from '../../connector/types.js';
import { REDACTED, redact } from '../security/redact.js';
import { readAccessToken, STATE_KEYS } from '../state.js';

/** A field of the form, as far as it matters here; `ConfigField` is one. */
export interface SettingField {
  key: string;
  type?: unknown;
  sensitive?: unknown;
}

/** Whether the value of the field must never be shown. */
export function isSensitive({ key, type, sensitive }: SettingField): boolean {
  return sensitive === true || type === 'password' || isSecretKey(key);
}

/** Whether a key of the state is secret by its meaning or its name. */
export function isSecretKey(key: string): boolean {
  const known: string[] = [STATE_KEYS.accessToken, STATE_KEYS.inboundSecret];
  return known.includes(key) || Object(redact({ [key]: 'x' }))[key] === REDACTED;
}

/** The value of every field; null for one that is not filled in, so that what was stored of it goes. */
export function valuesByField(
  fields: readonly SettingField[],
  settings: RawSettings,
): [key: string, value: unknown][] {
  return fields.map(({ key }) => [key, settings[key] ?? null]);
}

/** The values of sensitive fields, which a connector may repeat in what it says of an error. */
export function sensitiveValues(fields: readonly SettingField[], settings: RawSettings): string[] {
  return fields
    .filter(isSensitive)
    .map(({ key }) => settings[key])
    .filter((value) => typeof value === 'string' && value !== '') as string[];
}

/** The token of the installation and the values of its sensitive fields. */
export async function storedSecrets(
  fields: readonly SettingField[],
  state: StateAccess,
): Promise<string[]> {
  const settings: RawSettings = {};
  for (const { key } of fields.filter(isSensitive)) settings[key] = await state.get(key);
  const token = await readAccessToken(state);
  return [...sensitiveValues(fields, settings), ...(token === null ? [] : [token])];
}
