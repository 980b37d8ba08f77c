/** Finds the sensitive settings of a merchant. */
import { formFields } from '../../connector/config-schema.js';
import type { Integration, RawSettings } from '../../connector/types.js';
import type { Redactor } from '../security/redactor.js';
import { isSecretKey } from '../state.js';

/** The parts of a form field that matter here; `ConfigField` fits. */
export interface SettingField {
  key: string;
  type?: unknown;
  sensitive?: unknown;
}

/** Whether the value of the field must never be shown. */
export function isSensitive({ key, type, sensitive }: SettingField): boolean {
  return sensitive === true || type === 'password' || isSecretKey(key);
}

/** Tells the redactor the values of the sensitive fields, before the connector sees them. */
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

/** A secret setting may be a list or an object; then all its values are secret. */
function leavesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leavesOf);
}
