import type { CustomDataDefinition } from '../../connector/types.js';
import { numericId } from '../identity.js';
import { type Conflict, listed } from './conflict.js';
import type { PlannedRelationship, ShopDefinition, ValueChange } from './types.js';

const REPLACE = 'delete the definition on the shop, with its records, and provision again';

/** Differences that cannot be changed: the API only adds fields and relationships. */
export function definitionConflicts(
  def: CustomDataDefinition,
  row: ShopDefinition,
  relationships: readonly PlannedRelationship[],
): Conflict[] {
  return [
    ...typeConflicts(def, row),
    ...keyConflicts(def, row),
    ...targetConflicts(row, relationships),
  ];
}

/** The conflict of a status that only the platform or a person can change. */
export function statusConflict({ id, status }: ShopDefinition): Conflict | undefined {
  if (status === 'active' || status === 'inactive') return undefined;
  const passing = status === 'creating' || status === 'editing';
  return {
    action: 'conflict',
    reason: 'status',
    id,
    message: passing
      ? `The shop is still ${status} this definition`
      : `Its status on the shop is "${status}", and such a definition accepts no records`,
    hint: passing
      ? 'Wait until it is active, then provision again.'
      : 'Activate it in the dashboard of the shop, then provision again.',
  };
}

function typeConflicts(def: CustomDataDefinition, row: ShopDefinition): Conflict[] {
  return changedTypes(def.fields, row.fields).map(({ field: { name, type }, from }) => {
    const change = { path: `fields.${name}.type`, from, to: type };
    const message = `Field ${name} is ${from} on the shop and ${type} in the plan: a type cannot be changed`;
    const hint = `Declare it as ${from}, or add the ${type} under a new name.`;
    return conflict('field-type', row, change, message, hint);
  });
}

/** The fields that have another type on the shop. */
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

function keyConflicts(def: CustomDataDefinition, row: ShopDefinition): Conflict[] {
  const [from, to] = [row.uniqueKeys, def.unique_keys ?? []];
  if (from === undefined || sameKeys(to, from)) return [];
  const change = { path: 'unique_keys', from, to };
  const there =
    from.length === 0
      ? 'The shop has no unique_keys'
      : `The unique_keys are ${listed(from)} on the shop`;
  const planned = to.length === 0 ? 'there are none' : `they are ${listed(to)}`;
  const message = `${there}, and in the plan ${planned}: they cannot change after creation`;
  const hint = `Declare them as on the shop, or ${REPLACE}.`;
  return [conflict('unique-keys', row, change, message, hint)];
}

/** Unique keys are a set: their order does not matter. */
export function sameKeys(declared: readonly string[], stored: readonly string[]): boolean {
  const keys = new Set(declared);
  return keys.size === new Set(stored).size && stored.every((key) => keys.has(key));
}

/** Compares only ids: the API may spell the name of a system schema differently. */
function targetConflicts(
  row: ShopDefinition,
  relationships: readonly PlannedRelationship[],
): Conflict[] {
  const stored = new Map(row.relationships.map((item) => [item.sourceField, item.targetSchema]));
  return relationships.flatMap(({ sourceField, targetSchema, target }) => {
    const from = numericId(stored.get(sourceField));
    const to = numericId(targetSchema);
    const comparable = from !== null && (to !== null || target !== undefined);
    if (!comparable || from === to) return [];
    const path = `relationships.${sourceField}.targetSchema`;
    const change = { path, from: String(from), to: targetSchema };
    const planned =
      target === undefined ? `definition ${to}` : `"${target}"${to ? ` (${to})` : ''}`;
    const message = `Relationship ${sourceField} leads to definition ${from} on the shop and to ${planned} in the plan: a relationship cannot change`;
    const hint = `Start the new relationship from another field, or ${REPLACE}.`;
    return [conflict('relationship-target', row, change, message, hint)];
  });
}

function conflict(
  reason: Conflict['reason'],
  { id }: ShopDefinition,
  change: ValueChange,
  message: string,
  hint: string,
): Conflict {
  return { action: 'conflict', reason, id, message, hint, changes: [change] };
}
