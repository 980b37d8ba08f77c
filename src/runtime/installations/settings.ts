/** What a merchant filled in, as state of an installation: a value under the key of each field. */
import type { ConfigField, RawSettings } from '../../connector/types.js';
import { REDACTED, redact } from '../security/redact.js';
import { STATE_KEYS } from '../state.js';

/** Whether the value of the field must never be shown. */
export function isSensitive({ key, type, sensitive }: ConfigField): boolean {
  return sensitive === true || type === 'password' || isSecretKey(key);
}

/** Whether a key of the state is secret by its meaning or its name. */
export function isSecretKey(key: string): boolean {
  const known: string[] = [STATE_KEYS.accessToken, STATE_KEYS.inboundSecret];
  return known.includes(key) || Object(redact({ [key]: 'x' }))[key] === REDACTED;
}

/** The value of every field; null for one that is not filled in, so that what was stored of it goes. */
export function valuesByField(
  fields: readonly ConfigField[],
  settings: RawSettings,
): [key: string, value: unknown][] {
  return fields.map(({ key }) => [key, settings[key] ?? null]);
}
