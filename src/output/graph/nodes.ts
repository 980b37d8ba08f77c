/** The content of the nodes of a picture, for all formats. */
import type {
  GraphDefinition,
  GraphField,
  GraphRelationship,
  GraphSource,
  GraphTarget,
  PlanGraph,
} from '../../plan/graph-model.js';
import type { Colour } from './palette.js';
import { definitionNote, nameOf, SOURCE_PROBLEMS, TARGET_NOTES } from './words.js';
import { oneLine } from './xml.js';

export interface NodeCell {
  text: string;
  colour: Colour;
}

export interface NodeContent {
  title: string;
  /** Text before the title. */
  number: number | null;
  /** Text under the title. */
  note: string | undefined;
  ground: Colour;
  /** Whether the node has an error. */
  alarm: boolean;
  /** Rows of three cells, or of one cell across all columns. */
  rows: NodeCell[][];
}

export function definitionNode(definition: GraphDefinition): NodeContent {
  const { name, order, cycle, fields } = definition;
  return {
    title: oneLine(nameOf(name)),
    number: order,
    note: definitionNote(definition),
    ground: cycle === null ? 'definition' : 'alarmGround',
    alarm: cycle !== null,
    rows: fields.map(fieldCells),
  };
}

function fieldCells({ name, type, required, key }: GraphField): NodeCell[] {
  const missing = type === null;
  return [
    { text: oneLine(name), colour: missing ? 'alarm' : 'ink' },
    { text: missing ? 'not declared' : oneLine(type), colour: missing ? 'alarm' : 'muted' },
    { text: key ? 'key' : required ? 'required' : '', colour: key ? 'key' : 'muted' },
  ];
}

export function targetNode({ kind, name, fields }: GraphTarget): NodeContent {
  return {
    title: oneLine(nameOf(name)),
    number: null,
    note: TARGET_NOTES[kind],
    ground: kind === 'unknown' ? 'alarmGround' : kind,
    alarm: kind === 'unknown',
    rows: fields.map((field) => [{ text: oneLine(field), colour: 'ink' }]),
  };
}

export function sourceNode({ key, label, problem }: GraphSource): NodeContent {
  const text = oneLine(label);
  return {
    title: oneLine(nameOf(key)),
    number: null,
    note: problem === null ? undefined : SOURCE_PROBLEMS[problem],
    ground: problem === null ? 'surface' : 'alarmGround',
    alarm: problem !== null,
    rows: text === '' ? [] : [[{ text, colour: 'muted' }]],
  };
}

/** The facts about nodes that edges need. */
export interface End {
  kind: 'definition' | GraphTarget['kind'];
  /** The row of each field. */
  rows: ReadonlyMap<string, number>;
}

/** By id of the definition or target. */
export function endsOf(graph: PlanGraph): ReadonlyMap<string, End> {
  const rows = (names: readonly string[]) => new Map(names.map((name, index) => [name, index]));
  return new Map<string, End>([
    ...graph.definitions.map(({ id, fields }): [string, End] => [
      id,
      { kind: 'definition', rows: rows(fields.map(({ name }) => name)) },
    ]),
    ...graph.targets.map(({ id, kind, fields }): [string, End] => [
      id,
      { kind, rows: rows(fields) },
    ]),
  ]);
}

export interface EdgeLook {
  colour: Colour;
  alarm: boolean;
}

export function edgeLook({ cycle }: GraphRelationship, target: End | undefined): EdgeLook {
  const alarm = cycle !== null || target?.kind === 'unknown';
  return { alarm, colour: alarm ? 'alarm' : target?.kind === 'system' ? 'systemEdge' : 'edge' };
}

export const relationshipId = (index: number): string => `r${index + 1}`;
