/** Tables: at their full width, or fitted to a terminal. Pure. */
import { cut, indent, width, wrap } from './text.js';

export interface Column {
  title: string;
  align?: 'left' | 'right';
  /**
   * Running text, such as a reason. It wraps; if it has too little room, it moves below its row.
   */
  prose?: boolean;
}

/**
 * The columns that shrink when there is too little room, first to last, each with its minimum width. 0 leaves the
 * column out.
 */
export type GiveWay = readonly (readonly [title: string, keeps: number])[];

export interface Fit {
  /** Columns of the terminal; null without a terminal, so that nothing is cut. */
  room: number | null;
  giveWay?: GiveWay;
}

type Row = readonly string[];

const GAP = 2;
const INDENT_BELOW = 4;
/** Running text in a narrower column than this is hard to read. */
const NARROWEST_PROSE = 30;
/** A name cut to fewer columns tells the reader nothing. */
const NARROWEST_NAME = 6;

/** Rows under titles, two spaces apart. The first line has the titles. */
export function table(columns: readonly Column[], rows: readonly Row[], fit?: Fit): string[] {
  const widths = columns.map((column, i) =>
    Math.max(width(column.title), ...rows.map((row) => width(row[i] ?? ''))),
  );
  const room = fit?.room ?? Number.POSITIVE_INFINITY;
  const layout = fitted(columns, widths, room, fit?.giveWay ?? []);
  const below = columns.findIndex((column, i) => column.prose && layout[i] === 0);
  return [
    ...lines(
      columns,
      layout,
      columns.map(({ title }) => title),
    ),
    ...rows.flatMap((row) => [
      ...lines(columns, layout, row),
      ...proseBelow(row[below] ?? '', room),
    ]),
  ];
}

/** The width of each column; 0 if the column is left out, or is shown below its row. */
function fitted(columns: readonly Column[], natural: number[], room: number, giveWay: GiveWay) {
  let widths = natural;
  const excess = () => total(widths) - room;
  const give = (i: number, least: number) => {
    widths = widths.with(i, Math.max(least, (widths[i] ?? 0) - Math.max(0, excess())));
  };
  const prose = columns.findIndex((column) => column.prose);
  if (excess() > 0 && prose !== -1) {
    give(prose, Math.min(NARROWEST_PROSE, natural[prose] ?? 0));
    if (excess() > 0) widths = natural.with(prose, 0);
  }
  for (const [title, keeps] of giveWay) {
    const i = columns.findIndex((column) => column.title === title);
    if (i === -1 || excess() <= 0) continue;
    if (keeps === 0) widths = widths.with(i, 0);
    else give(i, Math.min(natural[i] ?? 0, Math.max(keeps, width(title))));
  }
  for (const [title, keeps] of giveWay)
    if (keeps > 0)
      give(
        columns.findIndex((column) => column.title === title),
        NARROWEST_NAME,
      );
  return widths;
}

function total(widths: readonly number[]): number {
  const shown = widths.filter((each) => each > 0);
  return shown.reduce((sum, each) => sum + each, GAP * (shown.length - 1));
}

/** One line, or several if running text wraps. */
function lines(columns: readonly Column[], widths: readonly number[], row: Row): string[] {
  const cells = columns.map((column, i) => cellLines(column, row[i] ?? '', widths[i] ?? 0));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .flatMap((cell, i) => {
        const size = widths[i] ?? 0;
        return size === 0 ? [] : [pad(cell[line] ?? '', size, columns[i]?.align ?? 'left')];
      })
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function cellLines({ prose }: Column, text: string, size: number): string[] {
  if (size === 0 || width(text) <= size) return [text];
  return prose ? wrap(text, size).map((line) => cut(line, size)) : [cut(text, size)];
}

function proseBelow(text: string, room: number): string[] {
  if (text === '') return [];
  const size = Math.max(NARROWEST_PROSE, room - INDENT_BELOW);
  return indent(
    wrap(text, size).map((line) => cut(line, size)),
    INDENT_BELOW,
  );
}

function pad(cell: string, size: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, size - width(cell)));
  return align === 'right' ? space + cell : cell + space;
}
