import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import type { Columns, RowOf } from './columns.ts';
import type { Problems } from './problems.ts';

/** A longer row means a quote that nobody closed; without a limit it would pull the file into memory. */
const MAX_ROW_CHARACTERS = 1024 * 1024;

export interface Read<T> {
  /** Where the row starts, counted from 1. */
  line: number;
  row: T;
}

export interface ReadOptions {
  delimiter: string;
  /** Gets the rows that cannot be read. */
  problems: Problems;
}

/**
 * Streams a UTF-8 file with a header line, row by row: memory stays the same however long the file is.
 *
 * Throws at once when the file does not exist, lacks a column, or has a quote that breaks the rows after it.
 * A row with too few or too many cells, or with a cell that its decoder refuses, goes to `problems`.
 */
export async function* readTable<C extends Columns>(
  path: string,
  columns: C,
  { delimiter, problems }: ReadOptions,
): AsyncGenerator<Read<RowOf<C>>, void, undefined> {
  const header = await readHeader(path, columns, delimiter);
  for await (const { line, cells } of readRecords(path, { delimiter, from: 2 })) {
    const row = readRow(cells, header);
    if (typeof row === 'string') problems.add(basename(path), line, row);
    else yield { line, row };
  }
}

interface Header<C extends Columns> {
  width: number;
  fields: { name: keyof C & string; index: number; decode: C[keyof C] }[];
}

/** Where the columns stand in a file. Throws when it is not there, is empty or lacks one of them. */
export async function readHeader<C extends Columns>(
  path: string,
  columns: C,
  delimiter: string,
): Promise<Header<C>> {
  // Nothing after the header is parsed: with a wrong delimiter, some quote there would be the error instead.
  for await (const { cells } of readRecords(path, { delimiter, to: 1 })) {
    return findColumns(basename(path), cells, columns);
  }
  throw new Error(`${basename(path)} is empty: a header line is expected`);
}

interface RawRecord {
  line: number;
  cells: string[];
}

interface Parsed {
  record: string[];
  info: Info;
}

interface Part {
  delimiter: string;
  /** First and last record to read, counted from 1; default all. */
  from?: number;
  to?: number;
}

async function* readRecords(path: string, part: Part): AsyncGenerator<RawRecord> {
  const parser = parse({
    ...part,
    bom: true,
    info: true,
    max_record_size: MAX_ROW_CHARACTERS,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  // Iterating the parser throws whatever the file throws, and leaving the loop early closes the file.
  pipeline(createReadStream(path), parser, () => {});
  // The parser counts lines up to the end of a record, and CRLF inside quotes as two of them.
  let countedTwice = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const { breaks, pairs } = countBreaks(record);
      countedTwice += pairs;
      yield { line: info.lines - countedTwice - breaks, cells: record };
    }
  } catch (error) {
    throw readError(path, error);
  }
}

/** Line breaks inside the cells of a record, and how many of them are two characters. */
function countBreaks(cells: string[]): { breaks: number; pairs: number } {
  let breaks = 0;
  let pairs = 0;
  for (const cell of cells) {
    for (const [found] of cell.matchAll(/\r\n?|\n/g)) {
      breaks += 1;
      if (found.length === 2) pairs += 1;
    }
  }
  return { breaks, pairs };
}

function readError(path: string, error: unknown): unknown {
  if (error instanceof CsvError) {
    const line = typeof error.lines === 'number' ? `:${error.lines}` : '';
    return new Error(`${basename(path)}${line}: ${error.message}`, { cause: error });
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return new Error(`${basename(path)} does not exist: looked for ${path}`, { cause: error });
  }
  return error;
}

function findColumns<C extends Columns>(file: string, cells: string[], columns: C): Header<C> {
  const names = cells.map((cell) => cell.trim());
  const wanted = Object.keys(columns) as (keyof C & string)[];
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new Error(
      `${file}:1: missing column ${missing.join(', ')}; the header has ${names.join(' | ')}` +
        (names.length === 1 ? ' (is the delimiter of the settings the one of the file?)' : ''),
    );
  }
  const twice = wanted.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw new Error(`${file}:1: the column ${twice} stands there twice`);
  return {
    width: names.length,
    fields: wanted.map((name) => ({ name, index: names.indexOf(name), decode: columns[name] })),
  };
}

/** The row, or what is wrong with it. */
function readRow<C extends Columns>(cells: string[], header: Header<C>): RowOf<C> | string {
  if (cells.length !== header.width) {
    return `the row has ${cells.length} cells, the header has ${header.width}`;
  }
  const row: Partial<RowOf<C>> = {};
  for (const { name, index, decode } of header.fields) {
    const cell = (cells[index] ?? '').trim();
    if (cell.includes('\uFFFD')) return `${name} is not UTF-8: export the file with that encoding`;
    try {
      row[name] = decode(cell) as ReturnType<C[typeof name]>;
    } catch (error) {
      return `${name} ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return row as RowOf<C>;
}
