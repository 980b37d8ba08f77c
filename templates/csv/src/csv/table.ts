import { basename } from 'node:path';
import type { Columns, Format, RowOf } from './columns.ts';
import type { Problems } from './problems.ts';
import { type CsvRecord, readRecords } from './records.ts';
import { type Encoding, readText } from './text.ts';

export interface Read<T> {
  /** Name of the file. */
  file: string;
  /** The line at which the row starts, counted from 1. */
  line: number;
  row: T;
}

/** The format of a file. */
export interface Dialect extends Format {
  delimiter: string;
  encoding: Encoding;
}

/**
 * Streams a file with a header line, row by row: memory does not grow with the file. Throws at once when
 * the file does not exist or lacks a column. A row goes to `problems` if it has too few or too many cells,
 * wrong quotes, or a cell that its decoder rejects; the rows after it are read.
 */
export async function* readTable<C extends Columns>(
  path: string,
  columns: C,
  dialect: Dialect,
  problems: Problems,
): AsyncGenerator<Read<RowOf<C>>, void, undefined> {
  const file = basename(path);
  let header: Header<C> | undefined;
  for await (const record of recordsOf(path, dialect, () => header?.width)) {
    if ('fault' in record) {
      if (header === undefined) throw new Error(`${file}:${record.line}: ${record.fault}`);
      problems.add(file, record.line, record.fault);
    } else if (header === undefined) {
      header = findColumns(file, record, columns);
    } else {
      // Files that were joined have a header in the middle.
      if (isAgain(record.cells, header.names)) continue;
      const row = readRow(record.cells, header, dialect);
      if (typeof row === 'string') problems.add(file, record.line, row);
      else yield { file, line: record.line, row };
    }
  }
  if (header === undefined) throw new Error(`${file} is empty: a header line is expected`);
}

/** Throws when the file does not exist, is empty or lacks a column. Reads nothing after the header. */
export async function checkHeader(path: string, columns: Columns, dialect: Dialect): Promise<void> {
  const file = basename(path);
  for await (const record of recordsOf(path, dialect, () => undefined)) {
    if ('fault' in record) throw new Error(`${file}:${record.line}: ${record.fault}`);
    findColumns(file, record, columns);
    return;
  }
  throw new Error(`${file} is empty: a header line is expected`);
}

async function* recordsOf(
  path: string,
  { encoding, delimiter }: Dialect,
  width: () => number | undefined,
) {
  try {
    for await (const record of readRecords(readText(path, encoding), delimiter, width)) {
      if (!isHint(record)) yield record;
    }
  } catch (error) {
    throw readError(path, error);
  }
}

/** The line `sep=;` before the header, which spreadsheets write and read. */
function isHint(record: CsvRecord): boolean {
  return record.line === 1 && 'cells' in record && /^sep=/i.test(record.cells[0] ?? '');
}

function readError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOENT')
    return new Error(`${basename(path)} does not exist: looked for ${path}`, { cause: error });
  if (error.code === 'EISDIR')
    return new Error(`${basename(path)} is a folder, but must be a file`, { cause: error });
  if (String(error.code).startsWith('Z_'))
    return new Error(`${basename(path)} cannot be unpacked: ${error.message}`, { cause: error });
  return error;
}

interface Header<C extends Columns> {
  width: number;
  names: string[];
  fields: { name: keyof C & string; index: number; decode: C[keyof C] }[];
}

function findColumns<C extends Columns>(
  file: string,
  { line, cells }: { line: number; cells: string[] },
  columns: C,
): Header<C> {
  const names = cells.map((cell) => cell.trim());
  const wanted = Object.keys(columns) as (keyof C & string)[];
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new Error(
      `${file}:${line}: missing column ${missing.join(', ')}; the header has ${names.join(' | ')}` +
        (names.length === 1 ? ' (is the delimiter of the settings the one of the file?)' : ''),
    );
  }
  const twice = wanted.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw new Error(`${file}:${line}: the column ${twice} appears twice`);
  return {
    width: names.length,
    names,
    fields: wanted.map((name) => ({ name, index: names.indexOf(name), decode: columns[name] })),
  };
}

const isAgain = (cells: string[], names: string[]): boolean =>
  cells.length === names.length && cells.every((cell, index) => cell.trim() === names[index]);

/** The texts that databases write for an empty cell. */
const NOTHING = /^(|NULL|null|\\N|\(null\)|\[NULL\]|<null>|0000-00-00([T ]00:00(:00(\.0+)?)?Z?)?)$/;

/** The row, or its problem. */
function readRow<C extends Columns>(
  cells: string[],
  header: Header<C>,
  dialect: Dialect,
): RowOf<C> | string {
  if (cells.length !== header.width) {
    return `the row has ${cells.length} cells, the header has ${header.width}`;
  }
  const row: Partial<RowOf<C>> = {};
  for (const { name, index, decode } of header.fields) {
    const cell = (cells[index] ?? '').trim();
    if (cell.includes('\uFFFD')) {
      return `${name} is not ${dialect.encoding}: export the file with that encoding, or choose another in the settings`;
    }
    try {
      row[name] = decode(NOTHING.test(cell) ? '' : cell, dialect) as ReturnType<C[typeof name]>;
    } catch (error) {
      return `${name} ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return row as RowOf<C>;
}
