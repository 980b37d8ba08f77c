import type { CustomDataDefinition } from '../../connector/types.js';
import { topoSortCustomData } from '../graph.js';
import { canonicalName } from '../identity.js';
import { listed, repeated, unreadable } from './conflict.js';
import { definitionConflicts, statusConflict } from './definition-conflicts.js';
import { fieldWarnings } from './field-warnings.js';
import { type DefinitionMatches, matchDefinitions } from './match-definitions.js';
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

/**
 * Targets come first. `lenient` takes one of several with the same name, in any status, and leaves it unchanged.
 * Throws SPM_PLAN_CYCLE.
 */
export function diffCustomData(
  defs: readonly CustomDataDefinition[],
  shop: ShopState,
  recorded: RecordedIds,
  lenient = false,
): CustomDataChange[] {
  const { unique, refused } = firstOfEachName(topoSortCustomData([...defs]));
  const unread = shop.unreadable?.customData;
  if (unread !== undefined) {
    const conflict = unreadable('custom-data definitions', unread);
    return [
      ...unique.map(({ name }) => ({ kind: KIND, key: name, ...conflict }) as const),
      ...refused,
    ];
  }
  const matches = matchDefinitions(unique, shop.definitions, recorded, lenient);
  const targets = targetsOf(unique, matches.rows);
  const changes = unique.flatMap((def) =>
    diffOne(def, { matches, targets, shop, recorded, lenient }),
  );
  return [...changes, ...refused, ...driftOf(defs, matches.rows, shop, recorded)];
}

function diffOne(
  def: CustomDataDefinition,
  { matches: { rows, conflicts }, targets, shop, recorded, lenient }: Given,
): CustomDataChange[] {
  const base = { kind: KIND, key: def.name } as const;
  const row = rows.get(def.name);
  const status = row && !lenient ? statusConflict(row) : undefined;
  const conflict = conflicts.get(def.name) ?? status;
  if (conflict !== undefined) return [{ ...base, ...conflict }];
  const { relationships, warnings } = plannedRelationships(def, targets);
  if (row === undefined) {
    const body = fullBody(def, relationships);
    const told = warningsOf([...wasDeleted(def, shop, recorded), ...warnings]);
    const needs = dependenciesOf(def.name, relationships);
    return [{ ...base, action: 'create', id: null, body, ...told, ...needs }];
  }
  return existing(def, row, { relationships, warnings, recorded, lenient });
}

interface Given {
  matches: DefinitionMatches;
  targets: Targets;
  shop: ShopState;
  recorded: RecordedIds;
  lenient: boolean;
}

function existing(
  def: CustomDataDefinition,
  row: ShopDefinition,
  {
    relationships,
    warnings,
    recorded,
    lenient,
  }: Pick<Given, 'recorded' | 'lenient'> & {
    relationships: PlannedRelationship[];
    warnings: readonly string[];
  },
): CustomDataChange[] {
  const base = { kind: KIND, key: def.name } as const;
  const differing = [...fieldWarnings(def, row), ...(lenient ? statusWarnings(row) : [])];
  const told = [...spelling(def, row), ...differing, ...warnings];
  const activates = lenient ? [] : activation(def, row);
  const writes = [...extension(def, row, relationships, told), ...activates];
  const conflicts = definitionConflicts(def, row, relationships);
  if (writes.length + conflicts.length > 0)
    return [...writes, ...conflicts.map((conflict) => ({ ...base, ...conflict }) as const)];
  const action = recorded.defIds[def.name] === row.id ? 'unchanged' : 'adopt';
  return [
    {
      ...base,
      action,
      id: row.id,
      ...warningsOf(action === 'adopt' ? told : [...differing, ...warnings]),
    },
  ];
}

/** Names are compared without case, so the shop may spell the name differently. */
function spelling({ name }: CustomDataDefinition, row: ShopDefinition): string[] {
  return row.name.trim() === name.trim()
    ? []
    : [`The shop spells it "${row.name}"; the platform ignores case in names`];
}

function warningsOf(warnings: readonly string[]): { warnings?: string[] } {
  return warnings.length === 0 ? {} : { warnings: [...warnings] };
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
  warnings: readonly string[],
): CustomDataChange[] {
  const { fields, relationships: missing } = missingFrom(row, plannedFields(def), relationships);
  if (fields.length === 0 && missing.length === 0) return [];
  const body: CustomDataBody = {
    ...(fields.length === 0 ? {} : { fields }),
    ...(missing.length === 0 ? {} : { relationships: missing }),
  };
  const needs = dependenciesOf(def.name, missing);
  const told = warningsOf([...warnings, ...requiredLate(fields)]);
  return [{ kind: KIND, key: def.name, action: 'extend', id: row.id, body, ...told, ...needs }];
}

/** The fields and relationships that extending the row would add. */
export function missingFrom(
  row: Pick<ShopDefinition, 'fields' | 'relationships'>,
  fields: readonly PlannedField[],
  relationships: readonly PlannedRelationship[],
): { fields: PlannedField[]; relationships: PlannedRelationship[] } {
  const there = new Set(row.fields.map(({ name }) => name));
  const linked = new Set(row.relationships.map(({ sourceField }) => sourceField));
  return {
    fields: fields.filter(({ name }) => !there.has(name)),
    relationships: relationships.filter(({ sourceField }) => !linked.has(sourceField)),
  };
}

/** Extending a definition does not change its records. */
function requiredLate(fields: readonly PlannedField[]): string[] {
  const late = fields.filter((field) => field.required && (field.default ?? null) === null);
  if (late.length === 0) return [];
  const names = listed(late.map(({ name }) => name));
  return [
    `${names} ${late.length === 1 ? 'is' : 'are'} required and without a default: existing records have null there until they are saved again`,
  ];
}

function activation(def: CustomDataDefinition, row: ShopDefinition): CustomDataChange[] {
  if (row.status === 'active') return [];
  const warnings = [`It is ${row.status} on the shop; someone may have set that on purpose`];
  return [{ kind: KIND, key: def.name, action: 'activate', id: row.id, warnings }];
}

/** For callers that need an id even if the definition accepts no records. */
function statusWarnings({ id, status }: ShopDefinition): string[] {
  return status === 'active' ? [] : [`Definition ${id} is ${status} on the shop and stays so`];
}

function wasDeleted(def: CustomDataDefinition, shop: ShopState, recorded: RecordedIds): string[] {
  const id = recorded.defIds[def.name];
  const gone = shop.definitions.some((row) => row.id === id && row.status === 'deleted');
  return gone ? [`${id} was deleted on the shop; the new definition starts empty`] : [];
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
      hint: 'It stays on the shop with its records. Delete it there if nobody needs it.',
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
    if (seen.has(name)) refused.push({ kind: KIND, key: def.name, ...TWICE });
    else unique.push(def);
    seen.add(name);
  }
  return { unique, refused };
}

const TWICE = repeated(
  'two definitions of this name (case is ignored)',
  'Give each a different name. Only the first is provisioned.',
);
