import type { CustomDataDefinition, Relationship } from '../../connector/types.js';
import type { ShopRelationship } from '../diff/types.js';
import { dependencyGraph, isNumericTarget } from '../graph.js';
import { canonicalName, numericId } from '../identity.js';
import { walk } from '../walk.js';
import { type Note, quoted } from './notes.js';

/** The field of each system schema that the API fills in. */
const SYSTEM_FIELDS: Readonly<Record<string, string>> = {
  contacts: 'id_contact',
  products: 'product_id',
};

interface PulledRelationships {
  relationships: Relationship[];
  /** Paths start at the definition. */
  left: Note[];
}

/**
 * @param fields Those that the plan's definition has.
 * @param names Of the definitions that are in the plan, by id.
 */
export function pullRelationships(
  rows: readonly ShopRelationship[],
  fields: ReadonlySet<string>,
  names: ReadonlyMap<number, string>,
): PulledRelationships {
  const pulled: PulledRelationships = { relationships: [], left: [] };
  for (const row of rows) {
    const one = relationshipOf(row, fields, names);
    if (typeof one === 'string') {
      const message = `The relationship of ${quoted(row.sourceField)} is left out: ${one}.`;
      pulled.left.push({ path: '.fields', message });
      continue;
    }
    if (one.targetSchemaType === 'custom' && numericId(one.targetSchema) !== null)
      pulled.left.push({
        path: `.relationships[${pulled.relationships.length}].targetSchema`,
        message:
          'A definition of this shop that is not in the plan: it has another id on every shop.',
      });
    pulled.relationships.push(one);
  }
  return pulled;
}

function relationshipOf(
  row: ShopRelationship,
  fields: ReadonlySet<string>,
  names: ReadonlyMap<number, string>,
): Relationship | string {
  const { sourceField, targetSchema, targetField } = row;
  if (!fields.has(sourceField)) return 'its field is not in the plan';
  if (targetSchema === undefined) return 'the API does not reveal its target';
  const system = Object.hasOwn(SYSTEM_FIELDS, targetSchema) && row.targetSchemaType !== 'custom';
  const id = numericId(targetSchema);
  if (!system && (id === null || row.targetSchemaType === 'system'))
    return `it leads to ${quoted(targetSchema)}, which is neither contacts, products nor a definition`;
  const name = names.get(id ?? 0);
  const usual = system ? SYSTEM_FIELDS[targetSchema] : 'id';
  return {
    sourceField,
    targetSchemaType: system ? 'system' : 'custom',
    // A name that looks like an id would be read as an id.
    targetSchema: system || name === undefined || isNumericTarget(name) ? targetSchema : name,
    ...(targetField === undefined || targetField === usual ? {} : { targetField }),
  };
}

/**
 * A plan cannot have a circle of definitions, which a shop gets when someone extends one later: the relationship that
 * closes the circle keeps the id of its target.
 */
export function withoutCycles(
  definitions: readonly CustomDataDefinition[],
  ids: ReadonlyMap<string, number>,
): { items: CustomDataDefinition[]; notes: Note[] } {
  const items = [...definitions];
  const notes: Note[] = [];
  walk(dependencyGraph(definitions), (nodes) => {
    const from = nodes.at(-1) ?? 0;
    const target = definitions[nodes[0] ?? 0]?.name ?? '';
    items[from] = withId(items[from] as CustomDataDefinition, target, ids.get(target) ?? 0);
    const message = `${quoted(target)} is given by its id on this shop, because its name would close a circle of definitions.`;
    notes.push({ path: `customData[${from}].relationships`, message });
  });
  return { items, notes };
}

function withId(
  definition: CustomDataDefinition,
  target: string,
  id: number,
): CustomDataDefinition {
  const relationships = definition.relationships?.map((one) =>
    one.targetSchemaType === 'custom' && canonicalName(one.targetSchema) === canonicalName(target)
      ? { ...one, targetSchema: String(id) }
      : one,
  );
  return relationships ? { ...definition, relationships } : definition;
}
