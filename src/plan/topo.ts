import type { CustomDataDefinition } from '../connector/types.js';
import { SpmError } from '../errors.js';
import { canonicalName } from './diff/compare.js';

/** Temporary, until the connector's own arrives: definitions after the in-plan targets they refer to. */
export function topoSortCustomData(defs: readonly CustomDataDefinition[]): CustomDataDefinition[] {
  const byName = new Map(defs.map((def) => [canonicalName(def.name), def]));
  const state = new Map<CustomDataDefinition, 'open' | 'done'>();
  const sorted: CustomDataDefinition[] = [];
  for (const root of defs) {
    const stack = [root];
    while (stack.length > 0) {
      const def = stack[stack.length - 1] as CustomDataDefinition;
      if (state.get(def) === 'done') {
        stack.pop();
        continue;
      }
      state.set(def, 'open');
      const next = targetsOf(def, byName).find((target) => state.get(target) !== 'done');
      if (next === undefined) {
        state.set(def, 'done');
        sorted.push(def);
        stack.pop();
      } else if (state.get(next) === 'open') {
        const path = [...stack.slice(stack.indexOf(next)), next].map(({ name }) => name);
        throw new SpmError('SPM_PLAN_CYCLE', `Definitions form a cycle: ${path.join(' -> ')}`);
      } else stack.push(next);
    }
  }
  return sorted;
}

function targetsOf(
  def: CustomDataDefinition,
  byName: ReadonlyMap<string, CustomDataDefinition>,
): CustomDataDefinition[] {
  return (def.relationships ?? [])
    .filter((relationship) => relationship.targetSchemaType === 'custom')
    .map((relationship) => byName.get(canonicalName(relationship.targetSchema)))
    .filter((target) => target !== undefined && target !== def) as CustomDataDefinition[];
}
