import { isDate, isEmail, isTimestamp } from './formats.js';
import type { ConfigField } from './types.js';

/**
 * What is wrong with a value for a field of the settings form; undefined when nothing is. A type that is none takes any
 * scalar or list of them. Bounds and patterns must be sound, as `checkConfigSchema` finds them.
 */
export function faultOfValue(field: ConfigField, value: unknown): string | undefined {
  return (Object.hasOwn(CHECKS, field.type) ? CHECKS[field.type] : faultOfFree)(value, field);
}

/** The map of settings is flat. */
export function faultOfFree(value: unknown): string | undefined {
  const flat = value === null || isScalar(value) || (Array.isArray(value) && value.every(isScalar));
  return flat ? undefined : 'must be a text, a number, a boolean or a list of them';
}

export const isScalar = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** Of a form's field: it matches the whole value, as in HTML. Throws SyntaxError. */
export const wholePattern = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');

type ValueCheck = (value: unknown, field: ConfigField) => string | undefined;

const CHECKS: Record<ConfigField['type'], ValueCheck> = {
  text: faultOfText,
  password: faultOfText,
  textarea: faultOfText,
  email: (value) => faultUnless(isEmail(value), 'must be a valid email'),
  url: (value) => faultUnless(isHttpUrl(value), 'must be an http or https URL'),
  number: faultOfNumber,
  select: (value, field) => faultUnless(isOption(value, field), 'must be one of the options'),
  multiselect: (value, field) =>
    faultUnless(
      Array.isArray(value) && value.every((one) => isOption(one, field)),
      'must be a list of the options',
    ),
  checkbox: (value) => faultUnless(typeof value === 'boolean', 'must be a boolean'),
  datetime: (value) => faultUnless(isDate(value) || isTimestamp(value), 'must be an ISO 8601 date'),
};

const faultUnless = (ok: boolean, fault: string) => (ok ? undefined : fault);

const isHttpUrl = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);

function faultOfText(value: unknown, field: ConfigField): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  const { minLength = 0, maxLength = Infinity, pattern } = field;
  if (value.length < minLength) return `must have at least ${minLength} characters`;
  if (value.length > maxLength) return `must have at most ${maxLength} characters`;
  if (pattern !== undefined && !wholePattern(pattern).test(value)) return `must match ${pattern}`;
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
