import type { SettingFault } from '../messages/index.js';
import { isDate, isEmail, isTimestamp } from './formats.js';
import type { ConfigField } from './types.js';

/**
 * Why a value does not fit a field of the settings form; undefined when it fits. A field of an unknown type takes any
 * scalar or list of scalars. Bounds and patterns must have passed `checkConfigSchema`.
 */
export function faultOfValue(field: ConfigField, value: unknown): SettingFault | undefined {
  return (Object.hasOwn(CHECKS, field.type) ? CHECKS[field.type] : faultWithoutField)(value, field);
}

/** A value without a field. The map of settings is flat. */
export function faultWithoutField(value: unknown): SettingFault | undefined {
  const flat = value === null || isScalar(value) || (Array.isArray(value) && value.every(isScalar));
  return faultUnless(flat, 'not-flat');
}

export const isScalar = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** A field's pattern matches the whole value, as in HTML. Throws SyntaxError. */
export const wholePattern = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');

type ValueCheck = (value: unknown, field: ConfigField) => SettingFault | undefined;

const CHECKS: Record<ConfigField['type'], ValueCheck> = {
  text: faultOfText,
  password: faultOfText,
  textarea: faultOfText,
  email: (value) => faultUnless(isEmail(value), 'email'),
  url: (value) => faultUnless(isHttpUrl(value), 'url'),
  number: faultOfNumber,
  select: (value, field) => faultUnless(isOption(value, field), 'option'),
  multiselect: (value, field) =>
    faultUnless(Array.isArray(value) && value.every((one) => isOption(one, field)), 'options'),
  checkbox: (value) => faultUnless(typeof value === 'boolean', 'boolean'),
  datetime: (value) => faultUnless(isDate(value) || isTimestamp(value), 'date'),
};

const faultUnless = (ok: boolean, fault: SettingFault['fault']) => (ok ? undefined : { fault });

const isHttpUrl = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);

function faultOfText(value: unknown, field: ConfigField): SettingFault | undefined {
  if (typeof value !== 'string') return { fault: 'string' };
  const { minLength = 0, maxLength = Infinity, pattern } = field;
  if (value.length < minLength) return { fault: 'min-length', limit: minLength };
  if (value.length > maxLength) return { fault: 'max-length', limit: maxLength };
  if (pattern !== undefined && !wholePattern(pattern).test(value))
    return { fault: 'pattern', limit: pattern };
  return undefined;
}

/** A form holds a number as a number or as text. */
function faultOfNumber(value: unknown, { min, max, step }: ConfigField): SettingFault | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return { fault: 'number' };
  if (min !== undefined && number < min) return { fault: 'min', limit: min };
  if (max !== undefined && number > max) return { fault: 'max', limit: max };
  if (step !== undefined && step > 0 && !isMultiple((number - (min ?? 0)) / step)) {
    return { fault: 'step', limit: step };
  }
  return undefined;
}

/** With tolerance, since 0.3 / 0.1 is not exactly 3 in binary. */
const isMultiple = (steps: number): boolean => Math.abs(steps - Math.round(steps)) < 1e-9;

/** Any scalar is valid when the connector supplies the options. */
function isOption(value: unknown, { options }: ConfigField): boolean {
  if (!isScalar(value)) return false;
  return options === undefined || options.some((option) => String(option.value) === String(value));
}
