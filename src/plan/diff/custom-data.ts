import type { CustomDataDefinition } from '../../connector/types.js';
import { topoSortCustomData } from '../graph.js';
import { canonicalName } from './compare.js';
import { definitionConflicts } from './definition-conflicts.js';
import { matchDefinitions } from './match-definitions.js';
import { dependenciesOf, plannedRelationships, type Targets } from './relationships.js';
import type {
  CustomDataBody,
  CustomDataChange,
  PlannedField,
  PlannedRelationship,
  RecordedIds,
  ShopDefinition,
  ShopState,
} from './types.js';

const KIND = 'customData';

/** Targets before what refers to them. Throws SPM_PLAN_CYCLE. */
export function diffCustomData(
  defs: readonly CustomDataDefinition[],
  shop: ShopState,
  recorded: RecordedIds,
): CustomDataChange[] {
  const { unique, refused } = firstOfEachName(topoSortCustomData([...defs]));
  const unreadable = shop.unreadable?.customData;
  if (unreadable !== undefined) {
    const message = `The custom-data definitions of the shop could not be read: ${unreadable}`;
    return [...unique.map(({ name }) => conflict(name, null, message)), ...refused];
  }
  const matches = matchDefinitions(unique, shop.definitions, recorded);
  const targets = targetsOf(unique, matches);
  const changes = unique.flatMap((def) => diffOne(def, matches, targets, shop, recorded));
  return [...changes, ...refused, ...driftOf(defs, matches, shop, recorded)];
}

function diffOne(
  def: CustomDataDefinition,
  matches: ReadonlyMap<string, ShopDefinition>,
  targets: Targets,
  shop: ShopState,
  recorded: RecordedIds,
): CustomDataChange[] {
  const { relationships, warnings } = plannedRelationships(def, targets);
  const row = matches.get(def.name);
  const told = warnings.length === 0 ? {} : { message: warnings.join('; ') };
  if (row === undefined) {
    const body = fullBody(def, relationships);
    const again = wasDeleted(def, shop, recorded);
    const needs = dependenciesOf(def.name, relationships);
    return [
      { kind: KIND, key: def.name, action: 'create', id: null, body, ...again, ...told, ...needs },
    ];
  }
  const writes = [
    ...extension(def, row, relationships).map((change) => ({ ...change, ...told })),
    ...activation(def, row),
  ];
  const problem = definitionConflicts(def, row, relationships);
  if (problem !== undefined)
    return [...writes, { ...conflict(def.name, row.id, problem.message), ...problem }];
  if (writes.length > 0) return writes;
  const action = recorded.defIds[def.name] === row.id ? 'unchanged' : 'adopt';
  return [{ kind: KIND, key: def.name, action, id: row.id, ...told }];
}

function fullBody(def: CustomDataDefinition, relationships: PlannedRelationship[]): CustomDataBody {
  return {
    ...(def.description === undefined ? {} : { description: def.description }),
    ...(def.unique_keys === undefined ? {} : { unique_keys: def.unique_keys }),
    fields: plannedFields(def),
    ...(relationships.length === 0 ? {} : { relationships }),
  };
}

/** The API requires `label` and `required`. */
function plannedFields(def: CustomDataDefinition): PlannedField[] {
  return def.fields.map((field) => ({
    ...field,
    label: field.label ?? field.name,
    required: field.required ?? false,
  }));
}

function extension(
  def: CustomDataDefinition,
  row: ShopDefinition,
  relationships: PlannedRelationship[],
): CustomDataChange[] {
  const fieldsThere = new Set(row.fields.map(({ name }) => name));
  const linked = new Set(row.relationships.map(({ sourceField }) => sourceField));
  const fields = plannedFields(def).filter(({ name }) => !fieldsThere.has(name));
  const missing = relationships.filter(({ sourceField }) => !linked.has(sourceField));
  if (fields.length === 0 && missing.length === 0) return [];
  const body: CustomDataBody = {
    ...(fields.length === 0 ? {} : { fields }),
    ...(missing.length === 0 ? {} : { relationships: missing }),
  };
  const needs = dependenciesOf(def.name, missing);
  return [{ kind: KIND, key: def.name, action: 'extend', id: row.id, body, ...needs }];
}

function activation(def: CustomDataDefinition, row: ShopDefinition): CustomDataChange[] {
  if (row.status === 'active') return [];
  const message = `It is ${row.status} on the shop: records would be refused`;
  return [{ kind: KIND, key: def.name, action: 'activate', id: row.id, message }];
}

function wasDeleted(
  def: CustomDataDefinition,
  shop: ShopState,
  recorded: RecordedIds,
): { message?: string } {
  const id = recorded.defIds[def.name];
  const gone = shop.definitions.some((row) => row.id === id && row.status === 'deleted');
  return gone ? { message: `${id} was deleted on the shop; the new definition starts empty` } : {};
}

function targetsOf(
  defs: readonly CustomDataDefinition[],
  matches: ReadonlyMap<string, ShopDefinition>,
): Targets {
  return new Map(
    defs.map(({ name }) => [canonicalName(name), { name, id: matches.get(name)?.id ?? null }]),
  );
}

function driftOf(
  defs: readonly CustomDataDefinition[],
  matches: ReadonlyMap<string, ShopDefinition>,
  shop: ShopState,
  recorded: RecordedIds,
): CustomDataChange[] {
  const planned = new Set(defs.map(({ name }) => name));
  const used = new Set([...matches.values()].map(({ id }) => id));
  const present = new Set(
    shop.definitions.filter(({ status }) => status !== 'deleted').map(({ id }) => id),
  );
  return Object.entries(recorded.defIds)
    .filter(([name, id]) => !planned.has(name) && !used.has(id) && present.has(id))
    .map(([name, id]) => ({
      kind: KIND,
      key: name,
      action: 'drift',
      id,
      message: 'On the shop, but no longer in the plan',
      hint: 'It is left alone, with its records: deleting it is a decision for its shop.',
    }));
}

function firstOfEachName(defs: readonly CustomDataDefinition[]): {
  unique: CustomDataDefinition[];
  refused: CustomDataChange[];
} {
  const seen = new Set<string>();
  const unique: CustomDataDefinition[] = [];
  const refused: CustomDataChange[] = [];
  for (const def of defs) {
    const name = canonicalName(def.name);
    if (seen.has(name))
      refused.push(conflict(def.name, null, 'The plan has two definitions of this name'));
    else unique.push(def);
    seen.add(name);
  }
  return { unique, refused };
}

function conflict(key: string, id: number | null, message: string): CustomDataChange {
  return { kind: KIND, key, action: 'conflict', id, message };
}
