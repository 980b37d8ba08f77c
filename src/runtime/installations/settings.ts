/** What a merchant filled in, as state of an installation: a value under the key of each field. */
import { formFields } from '../../connector/config-schema.js';
import type { Integration, RawSettings } from '../../connector/types.js';
import { REDACTED, redact } from '../security/redact.js';
import type { Redactor } from '../security/redactor.js';
import { STATE_KEYS } from '../state.js';

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

/** Tells the redactor what was filled into the sensitive fields, before the connector gets to see it. */
export function learnSettings(
  redactor: Redactor,
  { configSchema }: Pick<Integration, 'configSchema'>,
  settings: RawSettings,
): void {
  const fields = formFields(configSchema).map(({ field }) => field as unknown as SettingField);
  const sensitive = fields.filter(isSensitive).map(({ key }) => key);
  redactor.learnNames(sensitive);
  redactor.learn(...sensitive.flatMap((key) => leavesOf(settings[key])));
}

/** A setting may be a list or an object, whose values are as secret as it is. */
function leavesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leavesOf);
}
