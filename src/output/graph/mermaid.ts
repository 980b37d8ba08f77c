/** The plan as a Mermaid entity-relationship diagram, as GitHub and many wikis draw them. */
import type { GraphReport } from '../../commands/graph.js';
import type {
  GraphDefinition,
  GraphField,
  GraphRelationship,
  GraphTarget,
  PlanGraph,
} from '../../plan/graph-model.js';
import { light } from './palette.js';
import { definitionNote, nameOf, TARGET_NOTES } from './words.js';
import { oneLine } from './xml.js';

export function formatMermaid({ graph }: GraphReport): string {
  const { definitions, targets, relationships } = graph;
  const links = new Set(relationships.map(({ from, field }) => linkKey(from, field)));
  const required = requiredFields(definitions);
  return [
    'erDiagram',
    ...definitions.flatMap((definition) => definitionLines(definition, links)),
    ...targets.flatMap(targetLines),
    ...relationships.map((relationship) => relationshipLine(relationship, required)),
    ...alarmLines(graph),
    '',
  ].join('\n');
}

const linkKey = (definition: string, field: string): string => `${definition} ${field}`;

function requiredFields(definitions: readonly GraphDefinition[]): Set<string> {
  return new Set(
    definitions.flatMap(({ id, fields }) =>
      fields.filter(({ required }) => required).map(({ name }) => linkKey(id, name)),
    ),
  );
}

function definitionLines(definition: GraphDefinition, links: ReadonlySet<string>): string[] {
  const { id, name, order, fields } = definition;
  const note = definitionNote(definition);
  const title = [
    order === null ? '' : `${order} \u00b7 `,
    nameOf(name),
    note ? ` (${note})` : '',
  ].join('');
  return entity(
    id,
    title,
    fields.map((field) => attribute(field, links.has(linkKey(id, field.name)))),
  );
}

function targetLines({ id, kind, name, fields }: GraphTarget): string[] {
  const attributes = fields.map((field) => `_ ${identifier(field)}${comment(field, [])}`);
  return entity(id, `${nameOf(name)} (${TARGET_NOTES[kind]})`, attributes);
}

function entity(id: string, title: string, attributes: readonly string[]): string[] {
  const head = `  ${id}["${label(title)}"]`;
  if (attributes.length === 0) return [head];
  return [`${head} {`, ...attributes.map((line) => `    ${line}`), '  }'];
}

/** `UK`, not `PK`: a unique key is not the primary key, because records have their own ids. */
function attribute({ name, type, required, key }: GraphField, isLink: boolean): string {
  const marks = [...(key ? ['UK'] : []), ...(isLink ? ['FK'] : [])];
  const facts = type === null ? ['not declared'] : required ? ['required'] : [];
  const keys = marks.length === 0 ? '' : ` ${marks.join(', ')}`;
  return `${typeName(type ?? 'unknown')} ${identifier(name)}${keys}${comment(name, facts)}`;
}

/** The original name, if the grammar does not allow it, and the other notes. */
function comment(name: string, facts: readonly string[]): string {
  const parts = [...(identifier(name) === name ? [] : [name]), ...facts];
  return parts.length === 0 ? '' : ` "${label(parts.join(', '))}"`;
}

/** Letters, digits and `_`; accents are dropped. `PK`, `FK` and `UK` alone are words of the grammar. */
function identifier(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_');
  return /^[A-Za-z_]/.test(plain) && !/^[PFU]K$/i.test(plain) ? plain : `_${plain}`;
}

/** Prevents that the grammar reads a type as a direction; no type of the plan starts like one. */
function typeName(type: string): string {
  const name = identifier(type);
  return /^(TB|BT|LR|RL)/i.test(name) ? `_${name}` : name;
}

/** Text between quotes: special characters of Mermaid are written as character codes. */
function label(text: string): string {
  return (oneLine(text) || '-')
    .replace(/[^\p{L}\p{M}\p{N} _.,()\u00b7\u2192-]/gu, numbered)
    .replace(/d(?=irection )/gi, numbered);
}

const numbered = (char: string): string => `#${char.codePointAt(0)};`;

function relationshipLine(
  { from, field, to, target_field, cycle }: GraphRelationship,
  required: ReadonlySet<string>,
): string {
  const end = required.has(linkKey(from, field)) ? '||' : 'o|';
  const warning = cycle === null ? '' : ' (in a cycle)';
  return `  ${from} }o--${end} ${to} : "${label(`${field} \u2192 ${target_field}${warning}`)}"`;
}

/** Only for errors: older versions of Mermaid do not know classes in these diagrams. */
function alarmLines({ definitions, targets }: PlanGraph): string[] {
  const ids = [
    ...definitions.filter(({ cycle }) => cycle !== null),
    ...targets.filter(({ kind }) => kind === 'unknown'),
  ].map(({ id }) => id);
  if (ids.length === 0) return [];
  return [
    `  classDef alarm stroke:${light('alarm')},fill:${light('alarmGround')},color:${light('ink')}`,
    `  class ${ids.join(',')} alarm`,
  ];
}
