/** Nodes as HTML-like tables. Every text in them is escaped here. */
import type { NodeCell, NodeContent } from './nodes.js';
import { type Colour, light } from './palette.js';
import { BOLDER, textWidth } from './text-width.js';
import { escapeXml } from './xml.js';

/** The port of a row, by its position; the port of the head if there is no such row. */
export const portOf = (row: number | undefined): string => (row === undefined ? 'h' : `f${row}`);

/** The label of a node. */
export function tableLabel({ title, number, note, ground, alarm, rows }: NodeContent): string {
  const line = light(alarm ? 'alarm' : 'line');
  const look = `border="1" cellspacing="0" cellpadding="5" color="${line}" bgcolor="${light('surface')}"`;
  const lines = [
    row(cell(title, { bold: true, size: 14, ...(number !== null && { before: `${number}` }) })),
    ...(note === undefined
      ? []
      : [row(cell(note, { colour: alarm ? 'alarm' : 'muted', size: 11 }))]),
  ];
  const inner = `<table border="0" cellborder="0" cellspacing="0" cellpadding="3">${lines.join('')}</table>`;
  const head = `<td colspan="3" align="left" cellpadding="2" port="${portOf(undefined)}" bgcolor="${light(ground)}">${inner}</td>`;
  return `<<table cellborder="0" ${look}>${row(head)}${rows.map(bodyRow).join('')}</table>>`;
}

function bodyRow(cells: readonly NodeCell[], index: number): string {
  const last = cells.length - 1;
  return row(
    ...cells.map(({ text, colour }, i) =>
      cell(text, {
        colour,
        ...(last === 0 && { span: 3 }),
        ...(i === last && { port: portOf(index) }),
      }),
    ),
  );
}

const row = (...cells: string[]): string => `<tr>${cells.join('')}</tr>`;

interface CellLook {
  colour?: Colour;
  bold?: boolean;
  size?: number;
  /** Less important text before it. */
  before?: string;
  span?: number;
  port?: string;
}

/** The width is explicit, since Graphviz knows the metrics of few fonts. */
function cell(
  text: string,
  { colour = 'ink', bold = false, size = 12, before, span, port }: CellLook = {},
): string {
  const lead = before === undefined ? '' : `${before}  `;
  const width = Math.ceil(textWidth(lead + text) * size * (bold ? BOLDER : 1)) + PADDING;
  const attributes = [
    `align="left" width="${width}"`,
    ...(span === undefined ? [] : [`colspan="${span}"`]),
    ...(port === undefined ? [] : [`port="${port}"`]),
  ];
  const content = [styled(lead, 'muted', false, size), styled(text, colour, bold, size)];
  return `<td ${attributes.join(' ')}>${content.join('')}</td>`;
}

function styled(text: string, colour: Colour, bold: boolean, size: number): string {
  if (text === '') return '';
  const content = bold ? `<b>${escapeXml(text)}</b>` : escapeXml(text);
  return `<font color="${light(colour)}" point-size="${size}">${content}</font>`;
}

/** Space at the left and right of a text. */
const PADDING = 10;
