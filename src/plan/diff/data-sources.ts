import type { DataSourcePlan } from '../../connector/types.js';
import { holds } from './compare.js';
import { type Conflict, unreadable } from './conflict.js';
import { type DataSourceMatches, matchDataSources } from './match-data-sources.js';
import { parentsFirst } from './parents-first.js';
import type {
  DataSourceBody,
  DataSourceChange,
  RecordedIds,
  ShopDataSource,
  ShopState,
  ValueChange,
} from './types.js';

const KIND = 'dataSource';

/** Parents first. `lenient` takes the first row if several rows of the shop match. */
export function diffDataSources(
  sources: readonly DataSourcePlan[],
  shop: ShopState,
  recorded: RecordedIds,
  lenient = false,
): DataSourceChange[] {
  const { ordered, refused: inPlan } = parentsFirst(sources);
  const refused = inPlan.map(({ key, conflict }) => ({ kind: KIND, key, ...conflict }) as const);
  const unread = shop.unreadable?.dataSource;
  if (unread !== undefined) {
    const conflict = unreadable('data sources', unread);
    return [...refused, ...ordered.map(({ key }) => ({ kind: KIND, key, ...conflict }) as const)];
  }
  const matches = matchDataSources(ordered, shop.dataSources, recorded, lenient);
  const present = new Set(shop.dataSources.map(({ id }) => id));
  const changes = ordered.map((source) => diffOne(source, matches, recorded, present));
  return [...changes, ...refused, ...driftOf(sources, matches, present, recorded)];
}

function diffOne(
  source: DataSourcePlan,
  { rows, conflicts }: DataSourceMatches,
  recorded: RecordedIds,
  present: ReadonlySet<number>,
): DataSourceChange {
  const { key } = source;
  const row = rows.get(key);
  const conflict = conflicts.get(key) ?? missingParent(source, row, present);
  if (conflict !== undefined) return { kind: KIND, key, ...conflict };
  const parentId = plannedParent(source, rows);
  if (row === undefined) return creation(source, parentId);
  const changes = valueChanges(source, row, parentId);
  if (changes.length > 0) return update(source, row, parentId, changes);
  const known = recorded.sourceIds[key] === row.id;
  return { kind: KIND, key, action: known ? 'unchanged' : 'adopt', id: row.id };
}

function missingParent(
  { decl: { parent_id: parent }, parentKey }: DataSourcePlan,
  row: ShopDataSource | undefined,
  present: ReadonlySet<number>,
): Conflict | undefined {
  if (parentKey !== undefined || typeof parent !== 'number' || present.has(parent))
    return undefined;
  return {
    action: 'conflict',
    reason: 'missing-parent',
    id: row?.id ?? null,
    message: `parent_id ${parent} is not a data source of the shop`,
    hint: 'Correct parent_id, or name a source of the plan with parentKey.',
  };
}

/** Undefined if the plan names no parent, null if the parent does not exist yet. */
function plannedParent(
  { decl, parentKey }: DataSourcePlan,
  rows: ReadonlyMap<string, ShopDataSource>,
): number | null | undefined {
  return parentKey === undefined ? decl.parent_id : (rows.get(parentKey)?.id ?? null);
}

function creation(source: DataSourcePlan, parentId: number | null | undefined): DataSourceChange {
  const { label, type, config } = source.decl;
  const body: DataSourceBody = { label, type };
  if (config !== undefined) body.config = config;
  if (parentId !== undefined) body.parent_id = parentId;
  return { kind: KIND, key: source.key, action: 'create', id: null, body, ...references(source) };
}

function update(
  source: DataSourcePlan,
  row: ShopDataSource,
  parentId: number | null | undefined,
  changes: ValueChange[],
): DataSourceChange {
  const body: DataSourceBody = {};
  for (const { path } of changes) {
    if (path === 'label') body.label = source.decl.label;
    else if (path === 'parent_id') body.parent_id = parentId ?? null;
    // The route replaces the whole config, so keys that are not in the plan are sent too.
    else body.config = { ...row.config, ...source.decl.config };
  }
  const change = {
    kind: KIND,
    key: source.key,
    action: 'update',
    id: row.id,
    body,
    changes,
  } as const;
  return 'parent_id' in body ? { ...change, ...references(source) } : change;
}

function references(source: DataSourcePlan): Partial<DataSourceChange> {
  const { parentKey, decl } = source;
  return {
    ...(parentKey === undefined ? {} : { parentKey, dependsOn: [`${KIND}:${parentKey}`] }),
    ...(decl.stableConfigKey === undefined ? {} : { stableConfigKey: decl.stableConfigKey }),
  };
}

function valueChanges(
  { decl }: DataSourcePlan,
  row: ShopDataSource,
  parentId: number | null | undefined,
): ValueChange[] {
  const changes: ValueChange[] = [];
  if (row.label.trim() !== decl.label.trim()) {
    changes.push({ path: 'label', from: row.label, to: decl.label });
  }
  changes.push(...configChanges(decl.config, row.config, decl.stableConfigKey));
  // A parent that does not exist yet is a change, regardless of the row.
  const moved = parentId !== undefined && (parentId === null || row.parentId !== parentId);
  if (moved && row.parentId !== undefined) {
    changes.push({ path: 'parent_id', from: row.parentId, to: parentId });
  }
  return changes;
}

function configChanges(
  declared: Record<string, unknown> | undefined,
  stored: Record<string, unknown> | null | undefined,
  stableKey: string | undefined,
): ValueChange[] {
  if (declared === undefined || stored === undefined) return [];
  return Object.entries(declared)
    .filter(([key, value]) => {
      const there = stored?.[key];
      // The identity is compared as text: "42" and 42 are the same store.
      return key === stableKey ? String(there) !== String(value) : !holds(there, value);
    })
    .map(([key, value]) => ({ path: `config.${key}`, from: stored?.[key] ?? null, to: value }));
}

function driftOf(
  sources: readonly DataSourcePlan[],
  matches: DataSourceMatches,
  present: ReadonlySet<number>,
  recorded: RecordedIds,
): DataSourceChange[] {
  const planned = new Set(sources.map(({ key }) => key));
  const used = new Set([...matches.rows.values()].map(({ id }) => id));
  return Object.entries(recorded.sourceIds)
    .filter(([key, id]) => !planned.has(key) && !used.has(id) && present.has(id))
    .map(([key, id]) => ({
      kind: KIND,
      key,
      action: 'drift',
      id,
      message: 'On the shop, but no longer in the plan',
      hint: 'It stays on the shop. Delete it there if nobody needs it.',
    }));
}
