/** Reads the text of an option or environment variable into its type. Pure. */
import type { OptionSpec } from '../commands/types.js';
import { number } from '../digits.js';
import { SpmError } from '../errors.js';

type Reader = (text: string) => unknown;

/** What an option asks of its text. */
export type ValueSpec = Pick<OptionSpec, 'type' | 'choices' | 'range'>;

const UNITS: Record<string, number> = { s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 };

/** What each type wants, in words for the hint, and how it is read; undefined means it does not fit. */
const READERS: Record<NonNullable<OptionSpec['type']>, { wants: string; read: Reader }> = {
  text: { wants: 'a text', read: (text) => (text === '' ? undefined : text) },
  integer: {
    wants: 'a whole number, 0 or more',
    read: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
  },
  ratio: {
    wants: 'a number from 0 to 1',
    read: (text) => (/^(0(\.\d+)?|1(\.0+)?)$/.test(text) ? Number(text) : undefined),
  },
  duration: { wants: 'a duration such as 30s, 15m, 36h or 7d', read: parseDuration },
  time: {
    wants: 'a day that exists, and a time of it if need be, such as 2026-01-31T14:30:00Z',
    read: parseTime,
  },
  list: {
    wants: 'values with commas between them',
    read: (text) => {
      const items = text.split(',').map((item) => item.trim());
      return items.some((item) => item === '') ? undefined : items;
    },
  },
};

/** Milliseconds of `30s`, `15m`, `36h`, `7d`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(s|m|h|d)$/.exec(text);
  return match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0) : undefined;
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/i;

/** ISO-8601, in UTC unless it has a zone; undefined for what is none, or no day of the calendar. */
export function parseTime(text: string): Date | undefined {
  const [, day, time = '00:00', zone = 'Z'] = TIME.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const at = new Date(`${day}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** `Date` takes February 30 for a day of March. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * The value of an option that was given as text.
 * @param from What to name in the error: `--limit` or `SPM_LIMIT`.
 * @throws SpmError SPM_INVALID_VALUE
 */
export function readValue(spec: ValueSpec, text: string, from: string): unknown {
  const { wants, read } = READERS[spec.type ?? 'text'];
  const value = read(text);
  if (spec.range !== undefined) {
    const [least, most] = spec.range;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    throw invalid(from, text, `expected a whole number from ${number(least)} to ${number(most)}`);
  }
  if (value === undefined) throw invalid(from, text, `expected ${wants}`);
  if (spec.choices && !spec.choices.includes(text))
    throw invalid(from, text, `expected one of ${spec.choices.join(', ')}`);
  return value;
}

/** A yes or no from the environment. */
export function readSwitch(text: string, from: string): boolean {
  const word = text.trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off', ''].includes(word)) return false;
  throw invalid(from, text, 'expected 1 or 0, true or false, yes or no');
}

function invalid(from: string, text: string, cause: string): SpmError {
  return new SpmError('SPM_INVALID_VALUE', `${from} cannot be '${text}'`, {
    cause,
    hint: `Give ${from} a value of that form, or leave it out for the default.`,
  });
}
