/** Reads the text of an option or environment variable into its type. Pure. */
import { number } from '../digits.js';
import { SpmError } from '../errors.js';
import { parseTime } from '../time.js';

type Reader = (text: string) => unknown;

/** The form of an option's value. */
export interface ValueSpec {
  /** The type of the text; a boolean flag has none. */
  type?: 'text' | 'name' | 'integer' | 'ratio' | 'duration' | 'time' | 'list';
  choices?: readonly string[];
  /** The minimum and maximum of an integer, or of a duration in milliseconds. */
  range?: readonly [least: number, most: number];
}

/** The maximum length of an installation's id. */
const LONGEST_NAME = 200;

const UNITS: Record<string, number> = { s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 };

/** The form of each type for the hint, and its reader, which returns undefined for an invalid text. */
const READERS: Record<NonNullable<ValueSpec['type']>, { wants: string; read: Reader }> = {
  text: { wants: 'a text', read: (text) => (text === '' ? undefined : text) },
  name: { wants: `a name of at most ${LONGEST_NAME} characters`, read: readName },
  integer: {
    wants: 'a whole number, 0 or more',
    read: readInteger,
  },
  ratio: {
    wants: 'a number from 0 to 1',
    read: (text) => (/^(0(\.\d+)?|1(\.0+)?)$/.test(text) ? Number(text) : undefined),
  },
  duration: {
    wants: 'a duration such as 30s, 15m, 36h or 7d, of at most 36500d',
    read: parseDuration,
  },
  time: {
    wants: 'a date such as 2026-01-31, or a time such as 2026-01-31T14:30:00Z',
    read: (text) => parseTime(text)?.from,
  },
  list: {
    wants: `names of at most ${LONGEST_NAME} characters, with commas between them`,
    read: (text) => {
      const names = text.split(',').map((name) => readName(name.trim()));
      return names.includes(undefined) ? undefined : names;
    },
  },
};

function readName(text: string): string | undefined {
  return text === '' || text.length > LONGEST_NAME ? undefined : text;
}

/** Only digits: a leading zero, a sign or an exponent may mean another number. */
export function readInteger(text: string): number | undefined {
  return /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined;
}

/** A century: dates do not reach much further. */
const LONGEST_MS = 36_500 * 86_400e3;

/** Milliseconds of `30s`, `15m`, `36h`, `7d`; undefined for other texts, and for more than a century. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(0|[1-9]\d{0,9})([smhd])$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  const ms = Number(count) * (UNITS[unit] ?? 0);
  return ms <= LONGEST_MS ? ms : undefined;
}

/** A regular expression for the durations of a range of milliseconds. The minimum is 1s or 0s. */
export function durationPattern(least: number, most: number): string {
  const units = Object.entries(UNITS).map(
    ([unit, ms]) => `(${upTo(Math.floor(most / ms))})${unit}`,
  );
  const zero = least === 0 ? '0[smhd]|' : '';
  return `^(${zero}${units.join('|')})$`;
}

/** Whole numbers from 1 to `most`, without leading zeros. */
function upTo(most: number): string {
  const digits = String(most);
  const shorter = digits.length === 1 ? [] : [`[1-9]\\d{0,${digits.length - 2}}`];
  const sameLength = [...digits].flatMap((digit, at) => {
    const least = at === 0 ? 1 : 0;
    if (Number(digit) - 1 < least) return [];
    return [`${digits.slice(0, at)}[${least}-${Number(digit) - 1}]\\d{${digits.length - 1 - at}}`];
  });
  return [...shorter, ...sameLength, digits].join('|');
}

/** The shortest text of a duration in milliseconds, such as `15m`. */
export function durationText(ms: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(([, size]) => ms % size === 0) ?? ['s', 1e3];
  return `${ms / size}${unit}`;
}

/**
 * The value of an option from its text.
 * @param from Its name in the error: `--limit` or `SPM_LIMIT`.
 * @throws SpmError SPM_INVALID_VALUE
 */
export function readValue(spec: ValueSpec, text: string, from: string): unknown {
  const { wants, read } = READERS[spec.type ?? 'text'];
  const value = read(text);
  if (spec.range !== undefined) {
    const [least, most] = spec.range;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    throw invalid(from, text, `expected ${rangeText(spec.type, spec.range)}`);
  }
  if (value === undefined) throw invalid(from, text, `expected ${wants}`);
  if (spec.choices && !spec.choices.includes(text))
    throw invalid(from, text, `expected one of ${spec.choices.join(', ')}`);
  return value;
}

/** A boolean from the environment. */
export function readSwitch(text: string, from: string): boolean {
  const word = text.trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off', ''].includes(word)) return false;
  throw invalid(from, text, 'expected 1 or 0, true or false, yes or no');
}

/** `a whole number from 1 to 64`, `a duration from 1s to 365d` */
export function rangeText(
  type: ValueSpec['type'],
  [least, most]: readonly [least: number, most: number],
): string {
  return type === 'duration'
    ? `a duration from ${durationText(least)} to ${durationText(most)}, such as 15m or 36h`
    : `a whole number from ${number(least)} to ${number(most)}`;
}

const LONGEST_SHOWN = 80;

/** A value in a message, on one line. */
export const clipped = (text: string): string =>
  text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;

export function invalid(from: string, text: string, cause: string): SpmError {
  return new SpmError('SPM_INVALID_VALUE', `${from} cannot be '${clipped(text)}'`, {
    cause,
    hint: `Correct ${from}, or remove it to use the default.`,
  });
}
