/** The checks of a custom-data definition. */

import type { FieldType } from '../../connector/types.js';
import { FIELD_TYPES } from '../../connector/types.js';
import {
  FIELD_NAME_PATTERN,
  MAX_DEFINITION_FIELDS,
  MAX_UNIQUE_KEYS,
  SYSTEM_TARGETS,
} from '../choices.js';
import {
  arrayOf,
  compileFields,
  type Fields,
  type Item,
  object,
  optional,
  quoted,
  required,
  type Type,
} from '../fields.js';
import { asId } from '../input.js';
import { anyJson, boolean, id, name, oneOf, string } from '../types.js';

export type DefinitionStatus = 'active' | 'inactive' | 'deleted';

export interface DefinitionField {
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  description?: string | null;
  default?: unknown;
  options?: (string | number)[] | null;
}

export interface DefinitionRelationship {
  sourceField: string;
  targetSchemaType: 'system' | 'custom';
  /** A system schema, or the id of a definition as a string. */
  targetSchema: string;
  targetField?: string | null;
}

export interface Definition extends Item {
  name: string;
  description: string | null;
  status: DefinitionStatus;
  unique_keys: string[];
  fields: DefinitionField[];
  relationships: DefinitionRelationship[];
  created_at: string;
  updated_at: string;
}

const fieldName: Type = {
  kind: 'text',
  check: (value, path, errors) => {
    if (typeof value !== 'string' || !FIELD_NAME_PATTERN.test(value)) {
      errors.push(`${path} must be a column name: letters, digits and _, other than id`);
    }
  },
};

const option: Type = {
  kind: 'json',
  check: (value, path, errors) => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      errors.push(`${path} must be a string or a number`);
    }
  },
};

const field = object({
  name: required(fieldName),
  label: required(name),
  type: required(oneOf(FIELD_TYPES)),
  required: required(boolean),
  description: optional(string),
  default: optional(anyJson),
  options: optional(arrayOf(option)),
});

const relationship = object({
  sourceField: required(id),
  targetSchemaType: required(oneOf(['system', 'custom'])),
  targetSchema: required(id),
  targetField: optional(id),
});

const EXTENSION: Fields = {
  name: required(name),
  description: optional(string),
  fields: optional(arrayOf(field)),
  relationships: optional(arrayOf(relationship)),
};

export const forCreate = compileFields({
  ...EXTENSION,
  fields: required(arrayOf(field)),
  unique_keys: optional(arrayOf(id)),
}).full;
export const forExtend = compileFields(EXTENSION).partial;

/** The definition with the target fields that the API adds. */
export function withTargetFields(definition: Definition): Definition {
  const relationships = definition.relationships.map((given) => ({
    ...given,
    targetField: given.targetField ?? canonicalField(given),
  }));
  return { ...definition, relationships };
}

/** The default target field of a relationship. */
export function canonicalField({ targetSchemaType, targetSchema }: DefinitionRelationship): string {
  if (targetSchemaType === 'custom') return 'id';
  return Object.hasOwn(SYSTEM_TARGETS, targetSchema) ? (SYSTEM_TARGETS[targetSchema] ?? '') : '';
}

/** Errors beyond types and lengths. `target` finds a definition that is not deleted. */
export function definitionFaults(
  definition: Definition,
  target: (id: number) => Definition | undefined,
): string[] {
  const { name, fields, unique_keys: keys, relationships } = definition;
  const sizes = sizeFaults(definition);
  if (sizes.length > 0) return sizes;
  const names = new Set(fields.map((f) => f.name));
  const sources = relationships.map((r) => r.sourceField);
  return [
    ...(name.trim() === '' ? ['name should not be empty'] : []),
    ...(fields.length === 0 ? ['fields should not be empty'] : []),
    ...repeated(fields.map((f) => f.name.toLowerCase())).map((f) => `field ${f} already exists`),
    ...fields.filter(isListWithoutOptions).map((f) => `options of ${f.name} should not be empty`),
    ...missing(keys, names).map((key) => `unique_keys: there is no field ${key}`),
    ...repeated(keys).map((key) => `unique_keys: ${key} is there twice`),
    ...missing(sources, names).map((source) => `relationships: there is no field ${source}`),
    ...repeated(sources).map((source) => `a relationship of ${source} already exists`),
    ...relationships.flatMap((r) => targetFaults(r, target)),
  ];
}

/** Checked first, so that later checks may compare all pairs. */
function sizeFaults({ fields, relationships, unique_keys: keys }: Definition): string[] {
  const limits = [
    ['fields', fields, MAX_DEFINITION_FIELDS],
    ['relationships', relationships, MAX_DEFINITION_FIELDS],
    ['unique_keys', keys, MAX_UNIQUE_KEYS],
  ] as const;
  return limits
    .filter(([, list, max]) => list.length > max)
    .map(([name, , max]) => `${name} must contain no more than ${max} elements`);
}

const isListWithoutOptions = (f: DefinitionField): boolean =>
  f.type === 'list' && (f.options ?? []).length === 0;

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
];

const missing = (names: readonly string[], known: ReadonlySet<string>): string[] =>
  names.filter((name) => !known.has(name)).map((name) => quoted([name]));

function targetFaults(
  relation: DefinitionRelationship,
  target: (id: number) => Definition | undefined,
): string[] {
  const { targetSchemaType, targetSchema, targetField } = relation;
  if (targetSchemaType === 'system') {
    if (Object.hasOwn(SYSTEM_TARGETS, targetSchema)) return [];
    return [`targetSchema must be one of: ${Object.keys(SYSTEM_TARGETS).join(', ')}`];
  }
  const found = target(asId(targetSchema) ?? 0);
  if (found === undefined) return ['targetSchema must be the id of an existing definition'];
  const known = targetField === 'id' || found.fields.some((f) => f.name === targetField);
  return known ? [] : [`targetField: there is no field ${quoted([targetField])} in the target`];
}
