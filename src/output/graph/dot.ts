/** The plan in Graphviz's language. Names stand in HTML-like labels, where the escapes of XML are all there is. */
import type { GraphReport } from '../../commands/graph.js';
import type {
  GraphDefinition,
  GraphField,
  GraphRelationship,
  GraphSource,
  GraphTarget,
  PlanGraph,
} from '../../plan/graph-model.js';
import { cell, row, tableLabel } from './dot-table.js';
import { type Colour, light } from './palette.js';
import { definitionNote, nameOf, SOURCE_PROBLEMS, TARGET_NOTES } from './words.js';
import { oneLine } from './xml.js';

export function formatDot({ graph }: GraphReport): string {
  return dotOf(graph);
}

/** `hrefOf`: where the node of a definition leads to, in a picture of a page. */
export function dotOf(graph: PlanGraph, hrefOf?: (id: string) => string): string {
  const ends = endsOf(graph);
  return [
    'digraph plan {',
    ...HEAD,
    ...sourceLines(graph.sources),
    ...graph.definitions.map((definition) => definitionLine(definition, hrefOf)),
    ...graph.targets.map(targetLine),
    ...graph.relationships.map((relationship, index) => edgeLine(relationship, index, ends)),
    '}',
    '',
  ].join('\n');
}

/** One whose letters every Graphviz knows the widths of. */
const FONT = 'Helvetica';

const HEAD = [
  `  graph [rankdir=LR, bgcolor="${light('ground')}", fontname="${FONT}", pad=0.4, nodesep=0.4, ranksep=1.2, pack=28, packmode=array]`,
  `  node [shape=plain, fontname="${FONT}", fontsize=12]`,
  `  edge [color="${light('edge')}", penwidth=1.3, arrowsize=0.8]`,
];

function definitionLine(definition: GraphDefinition, hrefOf?: (id: string) => string): string {
  const { id, name, order, cycle, fields } = definition;
  const label = tableLabel({
    title: oneLine(nameOf(name)),
    number: order,
    note: definitionNote(definition),
    ground: cycle === null ? 'definition' : 'alarmGround',
    alarm: cycle !== null,
    rows: fields.map((field, index) => fieldRow(field, `f${index}`)),
  });
  return `  ${id} [id="${id}", label=${label}${hrefOf === undefined ? '' : `, URL="${hrefOf(id)}"`}]`;
}

function fieldRow({ name, type, required, key }: GraphField, port: string): string {
  const missing = type === null;
  return row(
    cell(oneLine(name), { colour: missing ? 'alarm' : 'ink' }),
    cell(missing ? 'not declared' : oneLine(type), { colour: missing ? 'alarm' : 'muted' }),
    cell(key ? 'key' : required ? 'required' : '', { colour: key ? 'key' : 'muted', port }),
  );
}

function targetLine({ id, kind, name, fields }: GraphTarget): string {
  const label = tableLabel({
    title: oneLine(nameOf(name)),
    note: TARGET_NOTES[kind],
    ground: kind === 'unknown' ? 'alarmGround' : kind,
    alarm: kind === 'unknown',
    rows: fields.map((field, index) => row(cell(oneLine(field), { span: 3, port: `f${index}` }))),
  });
  return `  ${id} [id="${id}", label=${label}]`;
}

/** What an edge needs to know about the nodes it joins. */
interface End {
  kind: 'definition' | GraphTarget['kind'];
  /** Fields -> ports. */
  ports: ReadonlyMap<string, string>;
}

function endsOf({ definitions, targets }: PlanGraph): ReadonlyMap<string, End> {
  const ports = (names: readonly string[]) =>
    new Map(names.map((name, index) => [name, `f${index}`]));
  return new Map<string, End>([
    ...definitions.map(({ id, fields }): [string, End] => [
      id,
      { kind: 'definition', ports: ports(fields.map(({ name }) => name)) },
    ]),
    ...targets.map(({ id, kind, fields }): [string, End] => [id, { kind, ports: ports(fields) }]),
  ]);
}

export const relationshipId = (index: number): string => `r${index + 1}`;

function edgeLine(
  { from, field, to, target_field, cycle }: GraphRelationship,
  index: number,
  ends: ReadonlyMap<string, End>,
): string {
  const target = ends.get(to);
  const start = ends.get(from)?.ports.get(field) ?? 'h';
  const end = target?.ports.get(target_field) ?? 'h';
  const alarm = cycle !== null || target?.kind === 'unknown';
  const colour: Colour = alarm ? 'alarm' : target?.kind === 'system' ? 'systemEdge' : 'edge';
  const look = `id="${relationshipId(index)}", color="${light(colour)}"${alarm ? ', penwidth=2.2' : ''}`;
  return `  ${from}:${start}:e -> ${to}:${end}:${to === from ? 'e' : 'w'} [${look}]`;
}

function sourceLines(sources: readonly GraphSource[]): string[] {
  if (sources.length === 0) return [];
  const ids = new Map(sources.map(({ key }, index) => [key, `s${index + 1}`]));
  const links = sources.flatMap(({ parent }, index) => {
    const id = parent === null ? undefined : ids.get(parent);
    return id === undefined ? [] : [`    ${id} -> s${index + 1} [dir=none]`];
  });
  return [
    '  subgraph cluster_sources {',
    `    graph [label=<<font color="${light('muted')}">Data sources</font>>, labeljust=l, style=filled, color="${light('line')}", fillcolor="${light('source')}", margin=16]`,
    ...sources.map((source, index) => sourceLine(source, `s${index + 1}`)),
    ...links,
    '  }',
  ];
}

function sourceLine({ key, label, problem }: GraphSource, id: string): string {
  const text = oneLine(label);
  const table = tableLabel({
    title: oneLine(nameOf(key)),
    note: problem === null ? undefined : SOURCE_PROBLEMS[problem],
    ground: problem === null ? 'surface' : 'alarmGround',
    alarm: problem !== null,
    rows: text === '' ? [] : [row(cell(text, { colour: 'muted', span: 3 }))],
  });
  return `    ${id} [label=${table}]`;
}
