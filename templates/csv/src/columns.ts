/**
 * How the cells of a file are read. A decoder gets the trimmed text of one cell and returns its value, or
 * throws an Error whose message finishes the sentence "price …"; the reader adds the file and the line.
 */
export type Decode<T> = (cell: string) => T;

/** The columns that the connector needs from a file, and how each is read. Other columns are left alone. */
export type Columns = Record<string, Decode<unknown>>;

export type RowOf<C extends Columns> = { [K in keyof C]: ReturnType<C[K]> };

export const text: Decode<string> = (cell) => cell;

export const requiredText: Decode<string> = (cell) => {
  if (cell === '') throw new Error('is empty');
  return cell;
};

/** null for an empty cell. */
export function optional<T>(decode: Decode<T>): Decode<T | null> {
  return (cell) => (cell === '' ? null : decode(cell));
}

export const integer: Decode<number> = (cell) => {
  const value = Number(cell);
  if (!/^[+-]?\d+$/.test(cell) || !Number.isSafeInteger(value))
    throw unexpected(cell, 'an integer');
  return value;
};

export const decimal: Decode<number> = (cell) => {
  if (!/^[+-]?\d+(\.\d+)?$/.test(cell)) throw unexpected(cell, 'a number such as 12.50');
  return Number(cell);
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
export const day: Decode<string> = (cell) => {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(cell);
  if (!match || !isRealDay(match)) throw unexpected(cell, 'a day such as 2024-03-31');
  return cell;
};

/** A moment. Without an offset it is UTC; without a time it is midnight. */
export const instant: Decode<Date> = (cell) => {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(
      cell,
    );
  const value = match && isRealDay(match) ? isoDate(match) : null;
  if (value === null || Number.isNaN(value.getTime())) {
    throw unexpected(cell, 'a time such as 2024-03-31T09:30:00Z');
  }
  return value;
};

function isoDate([, year, month, date, time = '00:00', offset = 'Z']: RegExpExecArray): Date {
  return new Date(`${year}-${month}-${date}T${time}${offset}`);
}

/** JavaScript would turn 30 February into 1 March. */
function isRealDay([, year, month, date]: RegExpExecArray): boolean {
  const value = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  return value.getUTCMonth() === Number(month) - 1 && value.getUTCDate() === Number(date);
}

function unexpected(cell: string, expected: string): Error {
  return new Error(`is ${JSON.stringify(cell)} where ${expected} is expected`);
}
