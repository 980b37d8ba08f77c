/** Checks a merchant's input against the form's fields. */

import { faultOfValue, faultWithoutField } from '../../connector/config-value.js';
import type { ConfigField, ConfigSchema } from '../../connector/types.js';
import { type SettingFault, settingFaultText } from '../../messages/index.js';
import { clip, type Item } from '../fields.js';
import { badRequest } from '../refusal.js';
import { fieldsOf, isMerchants, isSensitive, type Step } from './config-schema.js';
import { REDACTED } from './redact.js';

/**
 * The configs with the given ones merged into them. Null removes a value, and a secret that is sent in its hidden form
 * stays unchanged. Throws 400 with every error. `step` limits the allowed fields.
 */
export function mergeConfigs(
  schema: ConfigSchema | null,
  saved: Item,
  given: Item,
  step?: Step,
): Item {
  const fields = step?.fields ?? fieldsOf(schema);
  const errors: string[] = [];
  const changes = Object.entries(given).filter(([key, value]) => {
    const field = fields.find((candidate) => candidate.key === key);
    if (value === REDACTED && field && isSensitive(field) && Object.hasOwn(saved, key))
      return false;
    const fault = schema === null ? textOf(faultWithoutField(value)) : faultOf(field, value);
    if (fault !== undefined) errors.push(`configs.${clip(key)} ${fault}`);
    return true;
  });
  if (errors.length > 0) throw badRequest(errors);
  const merged = { ...saved, ...Object.fromEntries(changes) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

function faultOf(field: ConfigField | undefined, value: unknown): string | undefined {
  if (field === undefined) return 'is not a field of this form';
  if (!isMerchants(field)) return 'is set by the integrator';
  if (value === null || value === '') return undefined;
  return textOf(faultOfValue(field, value));
}

/** A form's pattern may be long. */
const textOf = (fault: SettingFault | undefined) => fault && clip(settingFaultText(fault));
