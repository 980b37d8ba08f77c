import { type Column, type GiveWay, table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { indent } from '../text.js';

const INDENT = 2;

/** A titled table inside a report; `none` is shown instead of an empty table. */
export function section(
  { out, columns: room }: Terminal,
  title: string,
  columns: readonly (string | Column)[],
  rows: readonly (readonly string[])[],
  { none = 'none', giveWay = [] }: { none?: string; giveWay?: GiveWay } = {},
): string[] {
  if (rows.length === 0) return ['', `${out.bold(title)}  ${none}`];
  const [titles = '', ...lines] = table(
    columns.map((column) => (typeof column === 'string' ? { title: column } : column)),
    rows,
    { room: room === null ? null : room - INDENT, giveWay },
  );
  return ['', out.bold(title), ...indent([out.dim(titles), ...lines], INDENT)];
}
