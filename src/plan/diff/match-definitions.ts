import type { CustomDataDefinition } from '../../connector/types.js';
import { canonicalName } from '../identity.js';
import { ambiguous, type Conflict, listed } from './conflict.js';
import { groupBy } from './group.js';
import type { RecordedIds, ShopDefinition } from './types.js';

export interface DefinitionMatches {
  /** By the plan's name. */
  rows: Map<string, ShopDefinition>;
  /** Definitions of the plan with several possible matches, by name. */
  conflicts: Map<string, Conflict>;
}

/**
 * Matches definitions of the plan with those of the shop: by trimmed name, in any case, if not deleted. Of several, takes the
 * recorded one; `lenient` takes the one with the lowest id if none is recorded.
 */
export function matchDefinitions(
  defs: readonly CustomDataDefinition[],
  shop: readonly ShopDefinition[],
  recorded: RecordedIds,
  lenient: boolean,
): DefinitionMatches {
  const live = shop.filter(({ status }) => status !== 'deleted');
  const byName = groupBy(live, ({ name }) => canonicalName(name));
  const byId = new Map(live.map((row) => [row.id, row]));
  const planned = new Set(defs.map(({ name }) => canonicalName(name)));
  const matches: DefinitionMatches = { rows: new Map(), conflicts: new Map() };
  for (const { name } of defs) {
    const id = recorded.defIds[name];
    const namesakes = byName.get(canonicalName(name)) ?? [];
    const known = namesakes.find((row) => row.id === id);
    const row = known ?? (namesakes.length === 1 || lenient ? lowest(namesakes) : undefined);
    if (row !== undefined) matches.rows.set(name, row);
    else if (namesakes.length > 0) matches.conflicts.set(name, severalOf(name, namesakes));
    else {
      const renamed = id === undefined ? undefined : byId.get(id);
      if (renamed !== undefined && !planned.has(canonicalName(renamed.name)))
        matches.conflicts.set(name, renamedConflict(renamed));
    }
  }
  return matches;
}

const lowest = (rows: readonly ShopDefinition[]): ShopDefinition | undefined =>
  rows.toSorted((a, b) => a.id - b.id)[0];

/** The API checks names only when it creates a definition, and not against deleted ones. */
function severalOf(name: string, rows: readonly ShopDefinition[]): Conflict {
  const each = rows.map((row) => `${row.id} ("${row.name}", ${row.status})`);
  return ambiguous(
    `The shop has ${rows.length} definitions named "${name}" (case is ignored): ${listed(each)}`,
    'Delete or rename all but one of them on the shop, then provision again.',
    rows.map(({ id }) => id),
  );
}

function renamedConflict({ id, name }: ShopDefinition): Conflict {
  return {
    action: 'conflict',
    reason: 'renamed',
    id,
    message: `It was provisioned as definition ${id}, which the shop now calls "${name}"`,
    hint: 'Rename it on the shop or in the plan. A new definition would start without its records.',
  };
}
