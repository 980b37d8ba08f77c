import type { DefinitionView, FieldView, RelationshipView } from '../view.js';
import { docComment, propertyName, stringLiteral } from './source-text.js';

/**
 * The type of a definition's records. Not an interface: `ctx.customData(name)` saves an `ApiRecord`, and interfaces are not one.
 */
export function recordType(type: string, definition: DefinitionView): string[] {
  const links = new Map(
    definition.relationships.map((relationship) => [relationship.sourceField, relationship]),
  );
  const keys = new Set(definition.uniqueKeys?.values);
  return [
    ...docComment([definition.description ?? definition.name], ''),
    `export type ${type} = {`,
    ...definition.fieldsByName
      .values()
      .flatMap((field) => [
        ...docComment(about(field, keys.has(field.name), links.get(field.name)), '  '),
        `  ${property(field, links.has(field.name))};`,
      ]),
    '};',
  ];
}

function about(
  { name, label, description }: FieldView,
  isKey: boolean,
  link: RelationshipView | undefined,
): string[] {
  return [
    ...(label === undefined || label === name ? [] : [label]),
    ...(description === undefined ? [] : [description]),
    ...(isKey ? ['Part of the unique key.'] : []),
    ...(link === undefined ? [] : [`Leads to ${link.targetSchema}.`]),
  ];
}

/** The type that `RecordOf` infers from a definition in code. */
function property(field: FieldView, isLink: boolean): string {
  const value = fieldValue(field);
  const types = value === 'unknown' ? [value] : [value, ...(isLink ? ['Resolver'] : [])];
  if (field.required) return `${propertyName(field.name)}: ${types.join(' | ')}`;
  const absent = value === 'unknown' ? [] : ['null', 'undefined'];
  return `${propertyName(field.name)}?: ${[...types, ...absent].join(' | ')}`;
}

const VALUES: ReadonlyMap<string, string> = new Map([
  ['bool', 'boolean'],
  ['text', 'string'],
  ['longtext', 'string'],
  ['number', 'number'],
  ['decimal', 'number'],
  ['date', 'string'],
  ['datetime', 'string'],
]);

/** An unknown type may hold anything; lint finds it. */
function fieldValue({ type, options }: FieldView): string {
  if (type !== 'list') return VALUES.get(type) ?? 'unknown';
  if (options === undefined) return 'string | number';
  const literals = new Set(options.values.map(literal));
  return literals.size === 0 ? 'never' : [...literals].join(' | ');
}

function literal(value: string | number): string {
  if (typeof value === 'string') return stringLiteral(value);
  return Number.isFinite(value) ? String(value) : 'number';
}
