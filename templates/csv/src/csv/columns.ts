import { parseTime, type TimeSpan } from 'spm-connect';

/** The format of numbers and times in an export. */
export interface Format {
  decimal: '.' | ',';
  /** `dmy` also reads 31/12/2026, `mdy` also reads 12/31/2026; 2026-12-31 is always read. */
  dates: 'iso' | 'dmy' | 'mdy';
  /** The time zone of times without an offset; an IANA name, such as `Europe/Paris`. */
  timeZone: string;
}

/**
 * Decoders of cells. A decoder gets the trimmed text of one cell and returns its value, or throws an Error
 * whose message completes the sentence "price …"; the reader adds the file and the line.
 */
export type Decode<T> = (cell: string, format: Format) => T;

/** The columns that the connector needs from a file, each with its decoder. Other columns are ignored. */
export type Columns = Record<string, Decode<unknown>>;

export type RowOf<C extends Columns> = { [K in keyof C]: ReturnType<C[K]> };

export const text: Decode<string> = (cell) => cell;

export const requiredText: Decode<string> = (cell) => {
  if (cell === '') throw new Error('is empty');
  return cell;
};

/** Spreadsheets write long numbers in this form and lose their digits: 1.00E+12 can stand for many ids. */
const SCIENTIFIC = /^[+-]?(\d+[.,]\d+E[+-]?\d+|\d+E[+-]\d+|\dE\d+)$/i;

/** An identifier: an id, a SKU, an EAN, the number of a card or a parcel. */
export const identifier: Decode<string> = (cell, format) => {
  if (SCIENTIFIC.test(cell)) {
    throw new Error(
      `is ${cell}, a number in scientific notation, which has lost digits: export the column as text`,
    );
  }
  return requiredText(cell, format);
};

/** null for an empty cell. */
export function optional<T>(decode: Decode<T>): Decode<T | null> {
  return (cell, format) => (cell === '' ? null : decode(cell, format));
}

export const integer: Decode<number> = (cell) => {
  const value = Number(cell);
  if (!/^[+-]?\d+$/.test(cell) || !Number.isSafeInteger(value))
    throw unexpected(cell, 'an integer');
  return value;
};

/** Groups of thousands are read only if a decimal comma follows: 1.234 could be either. */
const DECIMALS = {
  '.': { form: /^[+-]?\d+(\.\d+)?$/, example: '12.50' },
  ',': { form: /^[+-]?(\d+|\d{1,3}([.\s]\d{3})+(?=,))(,\d+)?$/, example: '12,50' },
};

export const decimal: Decode<number> = (cell, format) => {
  const { form, example } = DECIMALS[format.decimal];
  if (!form.test(cell)) throw unexpected(cell, `a number such as ${example}`);
  return Number(format.decimal === '.' ? cell : cell.replace(/[.\s]/g, '').replace(',', '.'));
};

const FLAGS = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
]);

export const flag: Decode<boolean> = (cell) => {
  const value = FLAGS.get(cell.toLowerCase());
  if (value === undefined) throw unexpected(cell, '1 or 0, true or false, yes or no');
  return value;
};

export function oneOf<const T extends string>(values: readonly T[]): Decode<T> {
  return (cell) => {
    const value = values.find((candidate) => candidate === cell);
    if (value === undefined) throw unexpected(cell, `one of ${values.join(', ')}`);
    return value;
  };
}

/** A calendar day, kept as `YYYY-MM-DD`. */
export const day: Decode<string> = (cell, format) => {
  const iso = isoDate(cell, format);
  if (!/^[\d-]+$/.test(iso) || parseTime(iso) === undefined) {
    throw unexpected(cell, `a day such as ${EXAMPLES[format.dates]}`);
  }
  return iso;
};

/**
 * A time, as exact as it is written: a date stands for its whole day. Without an offset it is in the time
 * zone of the format.
 */
export const instant: Decode<TimeSpan> = (cell, format) => {
  const span = parseTime(isoDate(cell, format), format.timeZone);
  if (span === undefined) {
    throw unexpected(cell, `a time such as ${EXAMPLES[format.dates]} 09:30:00`);
  }
  return span;
};

const EXAMPLES = { iso: '2024-03-31', dmy: '31/03/2024', mdy: '03/31/2024' };

/** The year comes first, with four digits. */
function isoDate(cell: string, { dates }: Format): string {
  const match = dates === 'iso' ? null : /^(\d\d?)([/.-])(\d\d?)\2(\d{4})(?!\d)/.exec(cell);
  if (match === null) return cell;
  const [start, first = '', , second = '', year = ''] = match;
  const [month, date] = dates === 'dmy' ? [second, first] : [first, second];
  const rest = cell.slice(start.length);
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}${rest}`;
}

function unexpected(cell: string, expected: string): Error {
  return new Error(`is ${JSON.stringify(cell)} where ${expected} is expected`);
}
