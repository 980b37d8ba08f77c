import { cyclicComponents } from './components.js';
import type { Graph } from './walk.js';

/** Edges looked at in search of shorter ways around, in all: enough to be exact in any plan that people write. */
const EFFORT = 500_000;

const MAX_SHOWN = 12;

/** The same for anything that makes up a graph. */
export function cyclesOf<T>(items: readonly T[], graph: Graph): T[][] {
  return shortestCycles(graph).map((cycle) => cycle.flatMap((index) => items[index] ?? []));
}

/** `a -> b -> a`; the middle of a long way is left out. */
export function aroundText(names: readonly string[]): string {
  const around = [...names, ...names.slice(0, 1)];
  if (around.length <= MAX_SHOWN) return around.join(' -> ');
  const half = MAX_SHOWN / 2;
  const left = around.length - MAX_SHOWN;
  return [...around.slice(0, half), `(${left} more)`, ...around.slice(-half)].join(' -> ');
}

/**
 * For each group of nodes that lead to each other the shortest way around in it, from its first node on; of several
 * that short, the one through the earliest node. In groups of many thousands it may not be the shortest.
 */
export function shortestCycles(graph: Graph): number[][] {
  const effort = { left: EFFORT };
  return cyclicComponents(graph).map((nodes) => startingAtFirst(shortestOf(graph, nodes, effort)));
}

interface Effort {
  left: number;
}

function shortestOf(graph: Graph, nodes: readonly number[], effort: Effort): number[] {
  const inside = new Set(nodes);
  let best: number[] = [];
  for (const start of nodes) {
    // A second search is worth it only while something shorter is possible.
    if (best.length > 0 && (best.length === 1 || effort.left <= 0)) break;
    best = wayAround(graph, start, inside, best.length || Number.POSITIVE_INFINITY, effort) ?? best;
  }
  return best;
}

/** The shortest way from `start` back to it, breadth first, when it has fewer nodes than `below`. */
function wayAround(
  graph: Graph,
  start: number,
  inside: ReadonlySet<number>,
  below: number,
  effort: Effort,
): number[] | undefined {
  const cameFrom = new Map<number, number | undefined>([[start, undefined]]);
  let level = [start];
  for (let length = 1; level.length > 0 && length < below; length += 1) {
    const next: number[] = [];
    for (const node of level) {
      for (const target of graph[node] ?? []) {
        effort.left -= 1;
        if (target === start) return pathTo(node, cameFrom);
        if (!inside.has(target) || cameFrom.has(target)) continue;
        cameFrom.set(target, node);
        next.push(target);
      }
    }
    level = next;
  }
  return undefined;
}

function pathTo(end: number, cameFrom: ReadonlyMap<number, number | undefined>): number[] {
  const path: number[] = [];
  for (let node: number | undefined = end; node !== undefined; node = cameFrom.get(node)) {
    path.push(node);
  }
  return path.reverse();
}

function startingAtFirst(cycle: readonly number[]): number[] {
  const first = cycle.reduce(
    (least, node, index) => (node < (cycle[least] ?? 0) ? index : least),
    0,
  );
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
