/** The plan as a tree for a terminal: 80 columns if the names are short enough; nothing is cut. */
import type { GraphReport } from '../../commands/graph.js';
import type { GraphDefinition, PlanGraph } from '../../plan/graph-model.js';
import type { Look } from '../look.js';
import { count, onOneLine, wrap } from '../text.js';
import { linksOf } from './links.js';
import { inOrder } from './provisioning-order.js';
import { fieldLines } from './text-fields.js';
import { COLUMNS, columnOf, fill, type Style } from './text-pieces.js';
import { sourceTree } from './text-sources.js';
import { definitionNote, nameOf } from './words.js';

export function formatText({ title, file, fixture, graph }: GraphReport, { style }: Look): string {
  const settings = fixture === null ? '' : ` with ${fixture}`;
  const parts = [
    [`${style.bold(onOneLine(title))} ${style.dim(onOneLine(`${file}${settings}`))}`],
    section('Data sources', sourceTree(graph.sources, style), style),
    cycleLines(graph, style),
    section('Custom data, in the order of provisioning', definitionLines(graph, style), style),
    section('Events', eventLines(graph), style),
    section('Order statuses', statusLines(graph), style),
    isEmpty(graph) ? ['The plan is empty.'] : [],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style.underline(title), ...lines];
}

function isEmpty({ sources, definitions, events, order_statuses }: PlanGraph): boolean {
  return [sources, definitions, events, order_statuses].every(({ length }) => length === 0);
}

function cycleLines({ cycles, definitions }: PlanGraph, style: Style): string[] {
  const names = new Map(definitions.map(({ id, name }) => [id, onOneLine(nameOf(name))]));
  return cycles.flatMap((ids) => {
    const members = ids.map((id) => names.get(id)).join(', ');
    const text = `${count(ids.length, 'definition')} refer to each other in a circle and cannot be created: ${members}`;
    return wrap(text, COLUMNS - 2).map(
      (line, index) => `${style.red(index === 0 ? '✗' : ' ')} ${style.red(line)}`,
    );
  });
}

function definitionLines(graph: PlanGraph, style: Style): string[] {
  const links = linksOf(graph);
  const gutter = String(graph.definitions.length).length;
  // One text for each definition, since a line of its own for each field takes much memory.
  return inOrder(graph.definitions).map((definition) =>
    [
      headLine(definition, gutter, style),
      ...(definition.description === null
        ? []
        : description(definition.description, gutter, style)),
      ...fieldLines(definition, links.get(definition.id) ?? new Map(), gutter, style),
    ].join('\n'),
  );
}

function headLine(definition: GraphDefinition, gutter: number, style: Style): string {
  const { name, order, cycle } = definition;
  const number = String(order ?? '–').padStart(gutter);
  const note = definitionNote(definition);
  const paint = cycle === null ? style.bold : style.red.bold;
  return `${style.dim(number)} ${paint(onOneLine(nameOf(name)))}${note === undefined ? '' : `  ${style.red(note)}`}`;
}

function description(text: string, gutter: number, style: Style): string[] {
  const lines = wrap(onOneLine(text).trim(), COLUMNS - gutter - 1);
  return lines.map((line) => `${' '.repeat(gutter + 1)}${style.dim(line)}`);
}

function eventLines({ events }: PlanGraph): string[] {
  const column = columnOf(events.map(({ code_name }) => onOneLine(code_name)));
  return events.map(({ code_name, name }) =>
    `${fill(onOneLine(code_name), column)}  ${onOneLine(name ?? '')}`.trimEnd(),
  );
}

function statusLines({ order_statuses }: PlanGraph): string[] {
  const column = columnOf(order_statuses.map(({ status_id }) => onOneLine(status_id)));
  return order_statuses.map(
    ({ status_id, name, languages }) =>
      `${fill(onOneLine(status_id), column)}  ${onOneLine(name)} (${languages.map(onOneLine).join(', ')})`,
  );
}
