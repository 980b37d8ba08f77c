/** How the custom-data definitions of a plan depend on each other. */
import type { CustomDataDefinition } from '../connector/types.js';
import { SpmError } from '../errors.js';
import { canonicalName, numericId } from './identity.js';
import { type Graph, walk } from './walk.js';

interface Target {
  targetSchemaType: string;
  targetSchema: string;
}

interface Node {
  name: string;
  relationships?: readonly Target[];
}

/** Whether a target is the numeric id of a definition that exists on the shop. */
export function isNumericTarget(target: string): boolean {
  return numericId(target) !== null;
}

/**
 * The references of each definition, repeated ones included. Self-references, system and numeric targets, and names that are
 * not in the plan are not references.
 */
export function dependencyGraph(definitions: readonly Node[]): Graph {
  const positions = new Map<string, number>();
  for (const [index, { name }] of definitions.entries()) {
    const key = canonicalName(name);
    if (!positions.has(key)) positions.set(key, index);
  }
  return definitions.map(({ name, relationships = [] }) => {
    const self = canonicalName(name);
    const targets: number[] = [];
    for (const relationship of relationships) {
      const key = inPlanTarget(relationship);
      const target = key === undefined || key === self ? undefined : positions.get(key);
      if (target !== undefined) targets.push(target);
    }
    return targets;
  });
}

/** The canonical name of the definition that a relationship leads to; undefined for system and numeric targets. */
export function inPlanTarget({
  targetSchemaType: type,
  targetSchema: target,
}: Target): string | undefined {
  return type !== 'custom' || isNumericTarget(target) ? undefined : canonicalName(target);
}

/**
 * Sorts the definitions so that each comes after its references, and otherwise in the given order. Throws SPM_PLAN_CYCLE,
 * with the circle in the message (`a -> b -> a`), if that is impossible.
 */
export function topoSortCustomData<D extends CustomDataDefinition>(definitions: readonly D[]): D[] {
  const order = walk(dependencyGraph(definitions), (nodes) => {
    throw cycleError(pathAround(definitions, nodes));
  });
  return order.flatMap((index) => definitions[index] ?? []);
}

/** The names along a cycle, back to the first. */
function pathAround(definitions: readonly Node[], nodes: readonly number[]): string[] {
  const names = nodes.flatMap((index) => definitions[index]?.name ?? []);
  return [...names, ...names.slice(0, 1)];
}

function cycleError(path: readonly string[]): SpmError {
  return new SpmError(
    'SPM_PLAN_CYCLE',
    `Custom-data definitions refer to each other in a circle: ${path.join(' -> ')}`,
    {
      cause: 'a definition can only be created after those that it refers to',
      hint: 'Remove one of these relationships, or point it to the numeric id of a definition that exists.',
      details: { path },
    },
  );
}
