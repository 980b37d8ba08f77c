import type { DataSourceDeclaration, DataSourcePlan } from '../../connector/types.js';
import type { RecordedIds, ShopDataSource } from './types.js';

/**
 * Which row of the shop is which source of the plan, by key. The value at `stableConfigKey` decides first, for
 * all sources; then the trimmed label, among the rows that no source has taken.
 */
export function matchDataSources(
  sources: readonly DataSourcePlan[],
  rows: readonly ShopDataSource[],
  recorded: RecordedIds,
): Map<string, ShopDataSource> {
  const matches = new Map<string, ShopDataSource>();
  const taken = new Set<number>();
  const take = ({ key }: DataSourcePlan, row: ShopDataSource | undefined): void => {
    if (row === undefined) return;
    matches.set(key, row);
    taken.add(row.id);
  };
  const byIdentity = identityIndex(rows);
  for (const source of sources) {
    const found = byIdentity(source.decl).filter(({ id }) => !taken.has(id));
    take(source, preferred(found, source, recorded));
  }
  const byLabel = groupBy(rows, ({ label }) => label.trim());
  const owners = new Map(Object.entries(recorded.sourceIds).map(([key, id]) => [id, key]));
  for (const source of sources) {
    if (matches.has(source.key)) continue;
    const free = (byLabel.get(source.decl.label.trim()) ?? []).filter(
      (row) => !taken.has(row.id) && !isAnother(source, row, owners),
    );
    take(source, preferred(free, source, recorded));
  }
  return matches;
}

/** A row recorded under another key and with another identity is a namesake, not a renamed source. */
function isAnother(
  { key, decl }: DataSourcePlan,
  row: ShopDataSource,
  owners: ReadonlyMap<number, string>,
): boolean {
  const owner = owners.get(row.id);
  if (owner === undefined || owner === key) return false;
  const stored = identity(row.config, decl.stableConfigKey);
  return stored !== undefined && stored !== identity(decl.config, decl.stableConfigKey);
}

function preferred(
  rows: readonly ShopDataSource[],
  { key }: DataSourcePlan,
  recorded: RecordedIds,
): ShopDataSource | undefined {
  return rows.find(({ id }) => id === recorded.sourceIds[key]) ?? rows[0];
}

function identity(
  config: Record<string, unknown> | null | undefined,
  stableKey: string | undefined,
): string | undefined {
  const value = stableKey === undefined ? undefined : config?.[stableKey];
  return value === undefined || value === null ? undefined : String(value);
}

/** One index for each stable key in use, so that many sources do not scan many rows each. */
function identityIndex(
  rows: readonly ShopDataSource[],
): (decl: DataSourceDeclaration) => readonly ShopDataSource[] {
  const indexes = new Map<string, Map<string | undefined, ShopDataSource[]>>();
  return ({ config, stableConfigKey }) => {
    const wanted = identity(config, stableConfigKey);
    if (stableConfigKey === undefined || wanted === undefined) return [];
    const index =
      indexes.get(stableConfigKey) ?? groupBy(rows, (row) => identity(row.config, stableConfigKey));
    indexes.set(stableConfigKey, index);
    return index.get(wanted) ?? [];
  };
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
