import type { CustomDataDefinition } from '../../connector/types.js';
import { numericId } from './compare.js';
import type { PlannedRelationship, ShopDefinition, ValueChange } from './types.js';

export interface DefinitionConflict {
  message: string;
  hint: string;
  changes: ValueChange[];
}

/** What differs from the plan and cannot be changed: the API only ever adds fields and relationships. */
export function definitionConflicts(
  def: CustomDataDefinition,
  row: ShopDefinition,
  relationships: readonly PlannedRelationship[],
): DefinitionConflict | undefined {
  const changes = [
    ...typeChanges(def, row),
    ...keyChanges(def, row),
    ...targetChanges(row, relationships),
  ];
  if (changes.length === 0) return undefined;
  return {
    message: `The shop's definition differs where it cannot be changed: ${changes.map(text).join('; ')}`,
    hint: 'Bring the plan in line with the shop, or delete the definition there, with its records, and provision again.',
    changes,
  };
}

function typeChanges(def: CustomDataDefinition, row: ShopDefinition): ValueChange[] {
  return changedTypes(def.fields, row.fields).map(({ field: { name, type }, from }) => ({
    path: `fields.${name}.type`,
    from,
    to: type,
  }));
}

/** The fields that have another type where they are stored. */
export function changedTypes<F extends { name: string; type: string }>(
  declared: readonly F[],
  stored: readonly { name: string; type?: string }[],
): { field: F; from: string }[] {
  const types = new Map(stored.map(({ name, type }) => [name, type]));
  return declared.flatMap((field) => {
    const from = types.get(field.name);
    return from === undefined || from === field.type ? [] : [{ field, from }];
  });
}

function keyChanges(def: CustomDataDefinition, row: ShopDefinition): ValueChange[] {
  if (row.uniqueKeys === undefined) return [];
  const declared = def.unique_keys ?? [];
  if (sameKeys(declared, row.uniqueKeys)) return [];
  return [{ path: 'unique_keys', from: row.uniqueKeys, to: declared }];
}

/** Unique keys are a set: their order means nothing. */
export function sameKeys(declared: readonly string[], stored: readonly string[]): boolean {
  const keys = new Set(declared);
  return keys.size === new Set(stored).size && stored.every((key) => keys.has(key));
}

/** Only ids are compared: the API may spell the name of a system schema in its own way. */
function targetChanges(
  row: ShopDefinition,
  relationships: readonly PlannedRelationship[],
): ValueChange[] {
  const stored = new Map(row.relationships.map((item) => [item.sourceField, item.targetSchema]));
  return relationships.flatMap((planned) => {
    const from = numericId(stored.get(planned.sourceField));
    const to = numericId(planned.targetSchema);
    const comparable = from !== null && (to !== null || planned.target !== undefined);
    if (!comparable || from === to) return [];
    const path = `relationships.${planned.sourceField}.targetSchema`;
    return [{ path, from: String(from), to: planned.targetSchema }];
  });
}

function text({ path, from, to }: ValueChange): string {
  return `${path} is ${show(from)} there and ${to === null ? 'a new definition' : show(to)} in the plan`;
}

function show(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? 'empty' : value.join(', ');
}
