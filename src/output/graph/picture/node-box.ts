/** A node as a table: its size, the places where edges meet it, and its drawing. */
import type { Box } from '../layout/types.js';
import type { NodeCell, NodeContent } from '../nodes.js';
import { type Colour, light } from '../palette.js';
import { BOLDER, textWidth } from '../text-width.js';
import { escapeXml } from '../xml.js';

const TITLE = { size: 14, baseline: 20 };
const NOTE = { size: 11, baseline: 36 };
const TEXT = { size: 12, baseline: 16 };
const HEAD = { height: 30, withNote: 45 };
const ROW = 23;
const PADDING = 9;
const BETWEEN = 16;
const RADIUS = 5;

export interface NodeBox extends Box {
  content: NodeContent;
  headHeight: number;
  /** The left end of each cell of a row. */
  cellsAt: number[];
}

export function nodeBox(content: NodeContent): NodeBox {
  const { title, number, note = '', rows } = content;
  const headHeight = note === '' ? HEAD.height : HEAD.withNote;
  const cellsAt = columnsOf(rows);
  const inner = Math.max(
    numberWidth(number) + widthOf(title, TITLE.size) * BOLDER,
    widthOf(note, NOTE.size),
    ...rows.map((cells) => endOf(cells, cellsAt)),
  );
  return {
    content,
    headHeight,
    cellsAt,
    width: Math.ceil(inner + 2 * PADDING),
    height: headHeight + rows.length * ROW,
  };
}

/** The middle of a row, or of the head, below the top of the box. */
export const portOf = ({ headHeight }: NodeBox, row: number | undefined): number =>
  row === undefined ? headHeight / 2 : headHeight + (row + 0.5) * ROW;

const widthOf = (text: string, size: number): number => textWidth(text) * size;

const numberWidth = (number: number | null): number =>
  number === null ? 0 : widthOf(`${number}`, TITLE.size) + 8;

function columnsOf(rows: readonly NodeCell[][]): number[] {
  const tables = rows.filter(({ length }) => length > 1);
  const starts = [0];
  for (let column = 0; column < 2; column++) {
    const widths = tables.map((cells) => widthOf(cells[column]?.text ?? '', TEXT.size));
    starts.push((starts[column] ?? 0) + Math.max(0, ...widths) + BETWEEN);
  }
  return starts;
}

const endOf = (cells: readonly NodeCell[], cellsAt: readonly number[]): number =>
  Math.max(
    ...cells.map(({ text }, i) => (text === '' ? 0 : (cellsAt[i] ?? 0) + widthOf(text, TEXT.size))),
  );

/** Drawn with its top left corner at 0, 0. */
export function drawNode(box: NodeBox): string[] {
  const { content, width, height, headHeight, cellsAt } = box;
  const { title, number, note = '', ground, alarm, rows } = content;
  const line = light(alarm ? 'alarm' : 'line');
  const shape = `width="${width}" height="${height}" rx="${RADIUS}"`;
  return [
    `<rect ${shape} fill="${light('surface')}"/>`,
    `<path d="${headPath(width, headHeight, rows.length === 0)}" fill="${light(ground)}"/>`,
    `<rect ${shape} fill="none" stroke="${line}"/>`,
    ...text(number === null ? '' : `${number}`, { ...TITLE, x: 0, colour: 'muted' }),
    ...text(title, { ...TITLE, x: numberWidth(number), colour: 'ink', bold: true }),
    ...text(note, { ...NOTE, x: 0, colour: alarm ? 'alarm' : 'muted' }),
    ...rows.flatMap((cells, row) => {
      const baseline = headHeight + row * ROW + TEXT.baseline;
      return cells.flatMap((cell, i) =>
        text(cell.text, { size: TEXT.size, baseline, x: cellsAt[i] ?? 0, colour: cell.colour }),
      );
    }),
  ];
}

/** A header with the rounded corners of its box. */
function headPath(width: number, height: number, alone: boolean): string {
  const r = RADIUS;
  const round = `M0 ${r}a${r} ${r} 0 0 1 ${r} -${r}H${width - r}a${r} ${r} 0 0 1 ${r} ${r}`;
  if (!alone) return `${round}V${height}H0Z`;
  return `${round}V${height - r}a${r} ${r} 0 0 1 -${r} ${r}H${r}a${r} ${r} 0 0 1 -${r} -${r}Z`;
}

interface TextLook {
  x: number;
  baseline: number;
  size: number;
  colour: Colour;
  bold?: boolean;
}

function text(content: string, { x, baseline, size, colour, bold }: TextLook): string[] {
  if (content === '') return [];
  const weight = bold ? ' font-weight="bold"' : '';
  const place = `x="${shortened(x + PADDING)}" y="${shortened(baseline)}"`;
  return [
    `<text ${place} font-size="${size}"${weight} fill="${light(colour)}">${escapeXml(content)}</text>`,
  ];
}

const shortened = (value: number): string => String(Math.round(value * 10) / 10);
