/** The value types of the API's entities. */

import { isDate, isEmail, isTimestamp } from '../connector/formats.js';
import {
  AMOUNTS_ARE_NOT_NEGATIVE,
  CURRENCY_PATTERN,
  IMAGES_ARE_PUBLIC,
  LANG_PATTERN,
  MAX_JSON_DEPTH,
  MAX_LABEL_LENGTH,
  MAX_STRING_LENGTH,
  NUMERIC_IDS_ARE_INTEGERS,
} from './choices.js';
import { clip, type Kind, quoted, type Type } from './fields.js';
import { isPublicHost } from './public-host.js';

function type(kind: Kind, fault: string, accepts: (value: unknown) => boolean): Type {
  return {
    kind,
    check: (value, path, errors) => {
      if (!accepts(value)) errors.push(`${path} ${fault}`);
    },
  };
}

/** Half of a surrogate pair has no UTF-8, and in many databases text ends at NUL, so two keys could become one. */
const NO_KEY = /\p{Surrogate}|\0/u;

/** A non-empty string that can be a key. */
export const isKey = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !NO_KEY.test(value);

export const anyString = type('text', 'must be a string', (v) => typeof v === 'string');
export const string = textUpTo(MAX_STRING_LENGTH);
/** A short text for people. */
export const name = textUpTo(MAX_LABEL_LENGTH);
export const id = type('text', 'must be a non-empty string', isKey);
export const label = type(
  'text',
  `must be a text of 1 to ${MAX_LABEL_LENGTH} characters, not only spaces`,
  (v) => isKey(v) && v.trim() !== '' && v.length <= MAX_LABEL_LENGTH,
);
export const boolean = type('boolean', 'must be a boolean', (v) => typeof v === 'boolean');
export const number = type('number', 'must be a number', (v) => Number.isFinite(v));
/** A price, a quantity, an amount. */
export const amount = type(
  'number',
  'must be a number not less than 0',
  (v) => typeof v === 'number' && Number.isFinite(v) && (v >= 0 || !AMOUNTS_ARE_NOT_NEGATIVE),
);
export const integer = type('number', 'must be an integer', Number.isSafeInteger);
export const anyId = type(
  'text',
  'must be a non-empty string or an integer',
  (v) => isKey(v) || Number.isSafeInteger(v),
);
/** Product, category, variation and address ids. */
export const numericId = NUMERIC_IDS_ARE_INTEGERS ? integer : anyId;
export const email = type('text', 'must be a valid email', isEmail);
export const timestamp = type('text', 'must be an ISO 8601 date in UTC', isTimestamp);
export const date = type('text', 'must be a date as YYYY-MM-DD', isDate);
export const anyDate = type('text', 'must be an ISO 8601 date', (v) => isDate(v) || isTimestamp(v));
export const lang = type(
  'text',
  'must be a two-letter language code',
  (v) => typeof v === 'string' && LANG_PATTERN.test(v),
);
export const matching = (pattern: RegExp, fault: string): Type =>
  type('text', fault, (v) => typeof v === 'string' && pattern.test(v));
export const currency = matching(CURRENCY_PATTERN, 'must be an ISO 4217 currency code');
export const timeZone = type('text', 'must be an IANA time zone', isTimeZone);
export const webUrl = type(
  'text',
  'must be an http or https URL',
  (v) => typeof v === 'string' && /^https?:\/\//.test(v) && URL.canParse(v),
);
/** The platform fetches the URL, so an address in a private network is not reachable. */
export const imageUrl = type('text', 'must be an https URL on a public host', (v) => {
  if (typeof v !== 'string' || !v.startsWith('https://') || !URL.canParse(v)) return false;
  return !IMAGES_ARE_PUBLIC || isPublicHost(new URL(v).hostname);
});

function textUpTo(length: number): Type {
  return {
    kind: 'text',
    check: (value, path, errors) => {
      if (typeof value !== 'string') errors.push(`${path} must be a string`);
      else if (value.length > length) errors.push(`${path} must be at most ${length} characters`);
    },
  };
}

export function oneOf(values: readonly unknown[], kind: Kind = 'text'): Type {
  return type(kind, clip(`must be one of: ${quoted(values.slice(0, 50))}`, 500), (v) =>
    values.includes(v),
  );
}

/** Any JSON object or array of bounded depth. */
export const json = type(
  'json',
  `must be an object or an array, nested at most ${MAX_JSON_DEPTH} deep`,
  (v) => typeof v === 'object' && v !== null && !isTooDeep(v),
);
/** Any JSON value of bounded depth. */
export const anyJson = type(
  'json',
  `must not nest more than ${MAX_JSON_DEPTH} deep`,
  (v) => !isTooDeep(v),
);
export const freeObject = type(
  'json',
  `must be an object, nested at most ${MAX_JSON_DEPTH} deep`,
  (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && !isTooDeep(v),
);

function isTimeZone(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 64) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Level by level, so that the check itself cannot overflow the stack. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= MAX_JSON_DEPTH; depth += 1) {
    level = level.flatMap((v) => (typeof v === 'object' && v !== null ? Object.values(v) : []));
    if (level.length === 0) return false;
  }
  return true;
}
