import type { CustomDataDefinition, Relationship } from '../../connector/types.js';
import { canonicalName, numericId } from '../identity.js';
import type { PlannedRelationship } from './types.js';

/** Definitions of the plan by canonical name; `id` is null until it exists. */
export type Targets = ReadonlyMap<string, { name: string; id: number | null }>;

export interface PlannedRelationships {
  relationships: PlannedRelationship[];
  warnings: string[];
}

/** Relationships as the API takes them: a target of the plan becomes its numeric id, in a string. */
export function plannedRelationships(
  def: CustomDataDefinition,
  targets: Targets,
): PlannedRelationships {
  const relationships = (def.relationships ?? []).map((item) => resolved(item, targets));
  const warnings = relationships.filter(isUnresolved).map(unresolvedText);
  return { relationships, warnings };
}

/** The definitions, as references, that must exist before these relationships of the definition `name`. */
export function dependenciesOf(
  name: string,
  relationships: readonly PlannedRelationship[] = [],
): { dependsOn?: string[] } {
  const others = relationships.flatMap(({ target }) =>
    target === undefined || target === name ? [] : [`customData:${target}`],
  );
  return others.length === 0 ? {} : { dependsOn: [...new Set(others)] };
}

function resolved(relationship: Relationship, targets: Targets): PlannedRelationship {
  const { targetSchemaType, targetSchema } = relationship;
  if (targetSchemaType !== 'custom') return { ...relationship };
  const id = numericId(targetSchema);
  if (id !== null) return { ...relationship, targetSchema: String(id) };
  const target = targets.get(canonicalName(targetSchema));
  if (target === undefined) return { ...relationship };
  const known = target.id === null ? null : String(target.id);
  return { ...relationship, targetSchema: known, target: target.name };
}

function isUnresolved({ targetSchemaType, targetSchema, target }: PlannedRelationship): boolean {
  return targetSchemaType === 'custom' && target === undefined && numericId(targetSchema) === null;
}

function unresolvedText({ sourceField, targetSchema }: PlannedRelationship): string {
  return `${sourceField} leads to "${targetSchema}", which is neither in the plan nor an id; it is sent unchanged`;
}
