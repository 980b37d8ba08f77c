/** What a field of each type can hold, as far as a value alone can be judged: a default of a plan, or one of a record. */
import { isDate, isTimestamp } from '../connector/formats.js';
import { isObject } from '../connector/problem.js';
import type { FieldType } from '../connector/types.js';
import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from './limits.js';

interface Field {
  type: string;
  options?: readonly { value: unknown }[] | undefined;
}

interface Values {
  /** Completes "must be". */
  text: string;
  has(value: unknown): boolean;
}

const isText = (value: unknown, length: number) =>
  typeof value === 'string' && value.length <= length;

const VALUES: Readonly<Record<Exclude<FieldType, 'list'>, Values>> = {
  bool: { text: 'true or false', has: (value) => typeof value === 'boolean' },
  text: {
    text: `a text of at most ${MAX_NAME_LENGTH} characters`,
    has: (value) => isText(value, MAX_NAME_LENGTH),
  },
  longtext: { text: 'a text', has: (value) => isText(value, MAX_TEXT_LENGTH) },
  number: { text: 'a whole number', has: Number.isSafeInteger },
  decimal: { text: 'a number', has: Number.isFinite },
  date: {
    text: 'a day such as "2026-01-31"',
    has: (value) => typeof value === 'string' && isDate(value),
  },
  datetime: {
    text: 'a time in UTC such as "2026-01-31T08:00:00Z"',
    has: (value) => typeof value === 'string' && isTimestamp(value),
  },
  json: {
    text: 'an object or a list',
    has: (value) => typeof value === 'object' && value !== null,
  },
  geolocation: {
    text: 'a latitude and a longitude, such as "48.85,2.35" or { lat: 48.85, lng: 2.35 }',
    has: isPlace,
  },
};

/** What the value had to be, as in "must be a number", when it does not fit the field. */
export function misfit(field: Field, value: unknown): string | undefined {
  const values = field.type === 'list' ? oneOf(field) : valuesOf(field.type);
  return values === undefined || values.has(value) ? undefined : values.text;
}

function valuesOf(type: string): Values | undefined {
  return Object.hasOwn(VALUES, type) ? VALUES[type as keyof typeof VALUES] : undefined;
}

/** Without options there is nothing to compare with; `plan/list-options` tells that. */
function oneOf({ options = [] }: Field): Values | undefined {
  if (options.length === 0) return undefined;
  return {
    text: `one of the options: ${shown(options.map(({ value }) => JSON.stringify(value)))}`,
    has: (given) => options.some(({ value }) => value === given),
  };
}

function shown(texts: readonly string[], most = 10): string {
  return texts.length <= most ? texts.join(', ') : `${texts.slice(0, most).join(', ')}, ...`;
}

function isPlace(value: unknown): boolean {
  const [latitude, longitude] = typeof value === 'string' ? fromText(value) : fromObject(value);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

const NOWHERE = [Number.NaN, Number.NaN] as const;

function fromText(text: string): readonly [number, number] {
  const found = /^(-?\d{1,3}(?:\.\d+)?), ?(-?\d{1,3}(?:\.\d+)?)$/.exec(text);
  return found === null ? NOWHERE : [Number(found[1]), Number(found[2])];
}

function fromObject(value: unknown): readonly [number, number] {
  if (!isObject(value) || Object.keys(value).length !== 2) return NOWHERE;
  return [numberAt(value, 'lat', 'latitude'), numberAt(value, 'lng', 'longitude')];
}

function numberAt(value: Record<string, unknown>, ...keys: string[]): number {
  const key = keys.find((name) => Object.hasOwn(value, name)) ?? '';
  const found = value[key];
  return typeof found === 'number' ? found : Number.NaN;
}
