import type { DataSourceDeclaration, DataSourcePlan } from '../../connector/types.js';
import { ambiguous, type Conflict, listed } from './conflict.js';
import { groupBy } from './group.js';
import type { RecordedIds, ShopDataSource } from './types.js';

export interface DataSourceMatches {
  /** By the plan's key. */
  rows: Map<string, ShopDataSource>;
  /** Sources of the plan that could be several of the shop, by key. */
  conflicts: Map<string, Conflict>;
}

/**
 * Matches sources of the plan with rows of the shop: first all by the value at `stableConfigKey`, then the rest by trimmed
 * label, then by recorded id, if only the label identifies the source. `lenient` takes the first of several matches.
 */
export function matchDataSources(
  sources: readonly DataSourcePlan[],
  rows: readonly ShopDataSource[],
  recorded: RecordedIds,
  lenient: boolean,
): DataSourceMatches {
  const matching = new Matching(recorded, lenient);
  const byIdentity = identityIndex(rows);
  matching.settle(sources, ({ decl }) => byIdentity(decl), identityText);
  const byLabel = groupBy(rows, ({ label }) => label.trim());
  const owners = ownersOf(sources, recorded);
  const namesakes = (source: DataSourcePlan) =>
    (byLabel.get(source.decl.label.trim()) ?? []).filter((row) => !isAnother(source, row, owners));
  matching.settle(sources, namesakes, ({ decl }) => `the label "${decl.label.trim()}"`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const renamed = ({ key, decl }: DataSourcePlan) => {
    const row = byId.get(recorded.sourceIds[key] ?? 0);
    return row === undefined || identity(row.config, decl.stableConfigKey) !== undefined
      ? []
      : [row];
  };
  matching.settle(sources, renamed, ({ key }) => `the key "${key}"`);
  return matching;
}

type Candidates = (source: DataSourcePlan) => readonly ShopDataSource[];

class Matching implements DataSourceMatches {
  readonly rows = new Map<string, ShopDataSource>();
  readonly conflicts = new Map<string, Conflict>();
  readonly #taken = new Set<number>();

  constructor(
    private readonly recorded: RecordedIds,
    private readonly lenient: boolean,
  ) {}

  /** Takes recorded rows first, then rows below the right parent, then the rest. */
  settle(
    sources: readonly DataSourcePlan[],
    candidates: Candidates,
    what: (source: DataSourcePlan) => string,
  ): void {
    const open = sources.filter(({ key }) => !this.rows.has(key) && !this.conflicts.has(key));
    this.#take(open, candidates, (row, { key }) => row.id === this.recorded.sourceIds[key]);
    this.#take(open, candidates, (row, source) => this.#isBelow(row, source));
    const rest = groupBy(
      open.filter(({ key }) => !this.rows.has(key)),
      what,
    );
    for (const [text, group] of rest) this.#share(group, candidates, text);
  }

  #take(
    sources: readonly DataSourcePlan[],
    candidates: Candidates,
    fits: (row: ShopDataSource, source: DataSourcePlan) => boolean,
  ): void {
    for (const source of sources) {
      if (this.rows.has(source.key)) continue;
      const [row, another] = this.#free(candidates(source)).filter((one) => fits(one, source));
      if (row !== undefined && another === undefined) this.#match(source, row);
    }
  }

  /** Sources with one name are interchangeable if there are not more rows than sources. */
  #share(group: readonly DataSourcePlan[], candidates: Candidates, what: string): void {
    for (const [i, source] of group.entries()) {
      const free = this.#free(candidates(source));
      const [row] = free;
      if (row === undefined) continue;
      if (free.length <= group.length - i || this.lenient) this.#match(source, row);
      else this.conflicts.set(source.key, severalOf(what, free));
    }
  }

  #free(rows: readonly ShopDataSource[]): ShopDataSource[] {
    return rows.filter(({ id }) => !this.#taken.has(id));
  }

  /** A source without a parent is created at the top. */
  #isBelow(row: ShopDataSource, { decl, parentKey }: DataSourcePlan): boolean {
    if (parentKey === undefined) return row.parentId === (decl.parent_id ?? null);
    const parent = this.rows.get(parentKey);
    return parent !== undefined && row.parentId === parent.id;
  }

  #match({ key }: DataSourcePlan, row: ShopDataSource): void {
    this.rows.set(key, row);
    this.#taken.add(row.id);
  }
}

function severalOf(what: string, rows: readonly ShopDataSource[]): Conflict {
  const ids = rows.map(({ id }) => id);
  return ambiguous(
    `The shop has ${rows.length} data sources with ${what}: ${listed(ids)}`,
    'Delete or rename all but one of them on the shop, or add a stableConfigKey that distinguishes them.',
    ids,
  );
}

interface Owner {
  key: string;
  planned: boolean;
}

/** The recorded source of each row. */
function ownersOf(
  sources: readonly DataSourcePlan[],
  { sourceIds }: RecordedIds,
): ReadonlyMap<number, Owner> {
  const planned = new Set(sources.map(({ key }) => key));
  return new Map(
    Object.entries(sourceIds).map(([key, id]) => [id, { key, planned: planned.has(key) }]),
  );
}

/**
 * Whether a row belongs to another source: it is recorded under another key of the plan, or under a removed key with
 * another identity.
 */
function isAnother(
  { key, decl }: DataSourcePlan,
  row: ShopDataSource,
  owners: ReadonlyMap<number, Owner>,
): boolean {
  const owner = owners.get(row.id);
  if (owner === undefined || owner.key === key) return false;
  const stored = identity(row.config, decl.stableConfigKey);
  const differs = stored !== undefined && stored !== identity(decl.config, decl.stableConfigKey);
  return owner.planned || differs;
}

function identity(
  config: Record<string, unknown> | null | undefined,
  stableKey: string | undefined,
): string | undefined {
  const value = stableKey === undefined ? undefined : config?.[stableKey];
  return value === undefined || value === null ? undefined : String(value);
}

const identityText = ({ decl }: DataSourcePlan): string =>
  `${decl.stableConfigKey} ${identity(decl.config, decl.stableConfigKey)}`;

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
