import type { DataSourceDeclaration, DataSourcePlan } from '../../connector/types.js';
import type { RecordedIds, ShopDataSource } from '../diff/types.js';
import { listed, type Note, type Pulled, quoted } from './notes.js';
import { freeKey, slugOf } from './slugs.js';

const KIND = 'dataSources';

/**
 * The sources with different labels, under their recorded keys, or else under keys made from the labels. Skips the default
 * source of the shop.
 */
export function pullDataSources(
  rows: readonly ShopDataSource[],
  recorded: RecordedIds,
): Pulled<DataSourcePlan, ShopDataSource> {
  const recordedKeys = new Map(Object.entries(recorded.sourceIds).map(([key, id]) => [id, key]));
  const { kept, notes } = choose(sorted(rows), recordedKeys);
  const keys = keysOf(kept, recordedKeys);
  const stable = stableKeys(rows);
  const items = kept.map((row) => sourceOf(row, keys, stable));
  if (kept.some(({ id }) => !recordedKeys.has(id)))
    notes.unshift({
      path: KIND,
      message:
        'The API does not know the keys of sources. Where the store has no key either, the key is made from the label.',
    });
  return { items, rows: kept, notes: [...notes, ...items.flatMap(notesOf)] };
}

const sorted = (rows: readonly ShopDataSource[]): ShopDataSource[] =>
  [...rows].sort((a, b) => a.id - b.id);

function choose(
  rows: readonly ShopDataSource[],
  recordedKeys: ReadonlyMap<number, string>,
): { kept: ShopDataSource[]; notes: Note[] } {
  const notes: Note[] = [];
  const leave = (row: ShopDataSource, why: string) =>
    notes.push({
      path: KIND,
      message: `Source ${row.id}, ${quoted(row.label)}, is left out: ${why}.`,
    });
  const groups = byLabel(rows);
  const kept = rows.filter((row) => {
    if (recordedKeys.has(row.id)) {
      const first = groups.get(row.label.trim())?.find(({ id }) => recordedKeys.has(id));
      if (first?.id === row.id) return true;
    }
    const namesakes = (groups.get(row.label.trim()) ?? []).filter(({ id }) => id !== row.id);
    if (row.label.trim() === '') leave(row, 'it has no label');
    else if (row.isDefault) leave(row, "it is the shop's own");
    else if (namesakes.length > 0)
      leave(row, `${listed(namesakes.map(({ id }) => String(id)))} has the same label`);
    else return true;
    return false;
  });
  return { kept, notes };
}

function byLabel(rows: readonly ShopDataSource[]): Map<string, ShopDataSource[]> {
  const groups = new Map<string, ShopDataSource[]>();
  for (const row of rows) {
    const label = row.label.trim();
    groups.set(label, [...(groups.get(label) ?? []), row]);
  }
  return groups;
}

function keysOf(
  rows: readonly ShopDataSource[],
  recordedKeys: ReadonlyMap<number, string>,
): Map<number, string> {
  const keys = new Map<number, string>();
  const taken = new Set(recordedKeys.values());
  for (const { id, label } of rows) {
    const key = recordedKeys.get(id) ?? freeKey(slugOf(label, `source-${id}`), id, taken);
    taken.add(key);
    keys.set(id, key);
  }
  return keys;
}

function sourceOf(
  row: ShopDataSource,
  keys: ReadonlyMap<number, string>,
  stable: ReadonlySet<string>,
): DataSourcePlan {
  const { id, label, type = 'api', config, parentId } = row;
  const decl: DataSourceDeclaration = { label, type };
  const parentKey = keys.get(parentId ?? 0);
  if (typeof parentId === 'number' && parentKey === undefined) decl.parent_id = parentId;
  if (config) decl.config = config;
  const [only, another] = Object.keys(config ?? {});
  if (only !== undefined && another === undefined && stable.has(only)) decl.stableConfigKey = only;
  const source: DataSourcePlan = { key: keys.get(id) ?? String(id), decl };
  return parentKey === undefined ? source : { ...source, parentKey };
}

/** Keys of `config` whose values, texts or numbers, differ in all sources that have them. */
function stableKeys(rows: readonly ShopDataSource[]): Set<string> {
  const values = new Map<string, Set<string>>();
  const unfit = new Set<string>();
  for (const { config } of rows)
    for (const [key, value] of Object.entries(config ?? {})) {
      const seen = values.get(key) ?? new Set<string>();
      const good = typeof value === 'number' || (typeof value === 'string' && value !== '');
      if (!good || seen.has(String(value))) unfit.add(key);
      values.set(key, seen.add(String(value)));
    }
  return new Set([...values.keys()].filter((key) => !unfit.has(key)));
}

function notesOf({ decl }: DataSourcePlan, index: number): Note[] {
  const path = `${KIND}[${index}].decl`;
  const notes: Note[] = [];
  if (decl.parent_id !== undefined)
    notes.push({
      path: `${path}.parent_id`,
      message: 'A source of this shop that is not in the plan: it has another id on every shop.',
    });
  if (decl.stableConfigKey !== undefined)
    notes.push({
      path: `${path}.stableConfigKey`,
      message: 'A guess: the API does not reveal it, and config has no other key.',
    });
  else if (Object.keys(decl.config ?? {}).length > 1)
    notes.push({
      path: `${path}.config`,
      message:
        'If one of these identifies the source, name it in stableConfigKey; the API does not reveal it.',
    });
  return notes;
}
