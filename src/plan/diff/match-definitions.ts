import type { CustomDataDefinition } from '../../connector/types.js';
import { canonicalName } from './compare.js';
import type { RecordedIds, ShopDefinition } from './types.js';

/** Which definition of the shop is which of the plan, by the plan's name. Deleted ones are none. */
export function matchDefinitions(
  defs: readonly CustomDataDefinition[],
  rows: readonly ShopDefinition[],
  recorded: RecordedIds,
): Map<string, ShopDefinition> {
  const byName = new Map<string, ShopDefinition[]>();
  for (const row of rows) {
    if (row.status === 'deleted') continue;
    const name = canonicalName(row.name);
    const group = byName.get(name);
    if (group) group.push(row);
    else byName.set(name, [row]);
  }
  const matches = new Map<string, ShopDefinition>();
  for (const { name } of defs) {
    const row = preferred(byName.get(canonicalName(name)) ?? [], recorded.defIds[name]);
    if (row !== undefined) matches.set(name, row);
  }
  return matches;
}

/** The API lets several definitions share a name: ours, else one that takes records, else the first. */
function preferred(
  rows: readonly ShopDefinition[],
  recordedId: number | undefined,
): ShopDefinition | undefined {
  return (
    rows.find(({ id }) => id === recordedId) ??
    rows.find(({ status }) => status === 'active') ??
    rows[0]
  );
}
