/** Reads the text of an option or environment variable into its type. Pure. */
import type { OptionSpec } from '../commands/types.js';
import { SpmError } from '../errors.js';

type Reader = (text: string) => unknown;

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
    wants: 'a time such as 2026-01-31T00:00:00Z',
    read: (text) => {
      const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(at) ? undefined : new Date(at);
    },
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

/**
 * The value of an option that was given as text.
 * @param from What to name in the error: `--limit` or `SPM_LIMIT`.
 * @throws SpmError SPM_INVALID_VALUE
 */
export function readValue(spec: OptionSpec, text: string, from: string): unknown {
  const { wants, read } = READERS[spec.type ?? 'text'];
  const value = read(text);
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
