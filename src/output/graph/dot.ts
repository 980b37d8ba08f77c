/**
 * The plan in Graphviz's language. Names are in HTML-like labels, which need only the escapes of XML.
 */
import type { GraphReport } from '../../commands/graph.js';
import type {
  GraphDefinition,
  GraphRelationship,
  GraphSource,
  GraphTarget,
} from '../../plan/graph-model.js';
import { portOf, tableLabel } from './dot-table.js';
import {
  definitionNode,
  type End,
  edgeLook,
  endsOf,
  relationshipId,
  sourceNode,
  targetNode,
} from './nodes.js';
import { light } from './palette.js';

export function formatDot({ graph }: GraphReport): string {
  const ends = endsOf(graph);
  return [
    'digraph plan {',
    ...HEAD,
    ...sourceLines(graph.sources),
    ...graph.definitions.map(definitionLine),
    ...graph.targets.map(targetLine),
    ...graph.relationships.map((relationship, index) => edgeLine(relationship, index, ends)),
    '}',
    '',
  ].join('\n');
}

/** A font whose letter widths every Graphviz knows. */
const FONT = 'Helvetica';

const HEAD = [
  `  graph [rankdir=LR, bgcolor="${light('ground')}", fontname="${FONT}", pad=0.4, nodesep=0.4, ranksep=1.2, pack=28, packmode=array]`,
  `  node [shape=plain, fontname="${FONT}", fontsize=12]`,
  `  edge [color="${light('edge')}", penwidth=1.3, arrowsize=0.8]`,
];

const definitionLine = (definition: GraphDefinition): string =>
  `  ${definition.id} [id="${definition.id}", label=${tableLabel(definitionNode(definition))}]`;

const targetLine = (target: GraphTarget): string =>
  `  ${target.id} [id="${target.id}", label=${tableLabel(targetNode(target))}]`;

function edgeLine(
  relationship: GraphRelationship,
  index: number,
  ends: ReadonlyMap<string, End>,
): string {
  const { from, field, to, target_field } = relationship;
  const target = ends.get(to);
  const { colour, alarm } = edgeLook(relationship, target);
  const start = portOf(ends.get(from)?.rows.get(field));
  const end = portOf(target?.rows.get(target_field));
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

const sourceLine = (source: GraphSource, id: string): string =>
  `    ${id} [label=${tableLabel(sourceNode(source))}]`;
