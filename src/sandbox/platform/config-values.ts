/** Checks what a merchant enters against the form's fields. */

import type { ConfigField, ConfigSchema } from '../../connector/types.js';
import { clip, type Item } from '../fields.js';
import { badRequest } from '../refusal.js';
import { anyDate, email } from '../types.js';
import {
  fieldsOf,
  isMerchants,
  isScalar,
  isSensitive,
  type Step,
  wholePattern,
} from './config-schema.js';
import { REDACTED } from './redact.js';

/**
 * The configs with the given ones saved into them; null takes a value away, and a secret that comes
 * back as it is shown stays as it was. Throws 400 with every fault. `step` limits what may be given.
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
    const fault = schema === null ? faultOfFree(value) : faultOf(field, value);
    if (fault !== undefined) errors.push(`configs.${clip(key)} ${fault}`);
    return true;
  });
  if (errors.length > 0) throw badRequest(errors);
  const merged = { ...saved, ...Object.fromEntries(changes) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

function faultOf(field: ConfigField | undefined, value: unknown): string | undefined {
  if (field === undefined) return 'is not a field of this form';
  if (!isMerchants(field)) return 'is filled in by the integrator';
  if (value === null || value === '') return undefined;
  return (Object.hasOwn(CHECKS, field.type) ? CHECKS[field.type] : faultOfFree)?.(value, field);
}

/** The map is flat. */
function faultOfFree(value: unknown): string | undefined {
  const flat = value === null || isScalar(value) || (Array.isArray(value) && value.every(isScalar));
  return flat ? undefined : 'must be a text, a number, a boolean or a list of them';
}

const isHttpUrl = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);

type ValueCheck = (value: unknown, field: ConfigField) => string | undefined;

const faultUnless = (ok: boolean, fault: string) => (ok ? undefined : fault);

const CHECKS: Record<ConfigField['type'], ValueCheck> = {
  text: faultOfText,
  password: faultOfText,
  textarea: faultOfText,
  email: (value) => faultOfType(email, value),
  url: (value) => faultUnless(isHttpUrl(value), 'must be an http or https URL'),
  number: faultOfNumber,
  select: (value, field) => faultUnless(isOption(value, field), 'must be one of the options'),
  multiselect: (value, field) =>
    faultUnless(
      Array.isArray(value) && value.every((one) => isOption(one, field)),
      'must be a list of the options',
    ),
  checkbox: (value) => faultUnless(typeof value === 'boolean', 'must be a boolean'),
  datetime: (value) => faultOfType(anyDate, value),
};

function faultOfType(type: typeof email, value: unknown): string | undefined {
  const errors: string[] = [];
  type.check(value, '', errors);
  return errors[0]?.trim();
}

function faultOfText(value: unknown, field: ConfigField): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  const { minLength = 0, maxLength = Infinity, pattern } = field;
  if (value.length < minLength) return `must have at least ${minLength} characters`;
  if (value.length > maxLength) return `must have at most ${maxLength} characters`;
  if (pattern !== undefined && !wholePattern(pattern).test(value)) {
    return `must match ${clip(pattern)}`;
  }
  return undefined;
}

/** A number, or the text of one, as a form has it. */
function faultOfNumber(value: unknown, { min, max, step }: ConfigField): string | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return 'must be a number';
  if (min !== undefined && number < min) return `must be at least ${min}`;
  if (max !== undefined && number > max) return `must be at most ${max}`;
  if (step !== undefined && step > 0 && !isMultiple((number - (min ?? 0)) / step)) {
    return `must be in steps of ${step}`;
  }
  return undefined;
}

/** 0.3 is three steps of 0.1, whatever binary fractions say. */
const isMultiple = (steps: number): boolean => Math.abs(steps - Math.round(steps)) < 1e-9;

/** Any scalar where the options come from the connector. */
function isOption(value: unknown, { options }: ConfigField): boolean {
  if (!isScalar(value)) return false;
  return options === undefined || options.some((option) => String(option.value) === String(value));
}
