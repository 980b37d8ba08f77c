/** Which values a field of each type can hold, in a default of a plan or in a record. */
import { isDate, isTimestamp } from '../connector/formats.js';
import { isObject } from '../connector/problem.js';
import type { FieldType } from '../connector/types.js';
import type { FieldValue } from '../messages/index.js';
import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from './limits.js';

interface Field {
  type: string;
  options?: readonly unknown[] | undefined;
}

const isText = (value: unknown, length: number) =>
  typeof value === 'string' && value.length <= length;

type Accepts = (value: unknown) => boolean;

const ACCEPTS: Readonly<Record<Exclude<FieldType, 'list'>, Accepts>> = {
  bool: (value) => typeof value === 'boolean',
  text: (value) => isText(value, MAX_NAME_LENGTH),
  longtext: (value) => isText(value, MAX_TEXT_LENGTH),
  number: Number.isSafeInteger,
  decimal: Number.isFinite,
  date: (value) => typeof value === 'string' && isDate(value),
  datetime: (value) => typeof value === 'string' && isTimestamp(value),
  json: (value) => typeof value === 'object' && value !== null,
  geolocation: isPlace,
};

/** The values that the field accepts, if it rejects this value. */
export function misfit(field: Field, value: unknown): FieldValue | undefined {
  const { type } = field;
  if (type === 'list') return misfitOfList(field, value);
  const accepts = Object.hasOwn(ACCEPTS, type) ? ACCEPTS[type as keyof typeof ACCEPTS] : undefined;
  return accepts === undefined || accepts(value) ? undefined : { type };
}

/** Accepts any value if there are no options; `plan/list-options` finds that. */
function misfitOfList({ type, options = [] }: Field, given: unknown): FieldValue | undefined {
  if (options.length === 0 || options.includes(given)) return undefined;
  return { type, options: options.map((value) => JSON.stringify(value)) };
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
