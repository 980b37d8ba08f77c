import { cyclicComponents } from './components.js';
import type { Graph } from './walk.js';

/** The maximum number of edges that are followed to find a shorter cycle: enough for any real plan. */
const EFFORT = 500_000;

/** The maximum number of names that are shown of a cycle. */
const MAX_SHOWN = 12;

/** `shortestCycles`, as items instead of indexes. */
export function cyclesOf<T>(items: readonly T[], graph: Graph): T[][] {
  return shortestCycles(graph).map((cycle) => cycle.flatMap((index) => items[index] ?? []));
}

/** `a -> b -> a`; leaves out the middle of a long circle. */
export function aroundText(names: readonly string[]): string {
  const around = [...names, ...names.slice(0, 1)];
  if (around.length <= MAX_SHOWN) return around.join(' -> ');
  const half = MAX_SHOWN / 2;
  const left = around.length - MAX_SHOWN;
  return [...around.slice(0, half), `(${left} more)`, ...around.slice(-half)].join(' -> ');
}

/**
 * The shortest cycle in each group of nodes that lead to each other, from its first node; if several are shortest, the
 * one through the earliest node. In groups of many thousands it may not be the shortest.
 */
export function shortestCycles(graph: Graph): number[][] {
  const search = new CycleSearch(graph);
  return cyclicComponents(graph).map((nodes) => startingAtFirst(search.shortestThrough(nodes)));
}

class CycleSearch {
  private effort = EFFORT;
  /** The number of the last search that met each node, and the node before it. */
  private readonly metBy: Int32Array;
  private readonly cameFrom: Int32Array;
  private searches = 0;

  constructor(private readonly graph: Graph) {
    this.metBy = new Int32Array(graph.length);
    this.cameFrom = new Int32Array(graph.length);
  }

  /** The shortest circle through one of these nodes. A path that leaves their group does not return. */
  shortestThrough(nodes: readonly number[]): number[] {
    let best: number[] = [];
    for (const start of nodes) {
      // Searches again only while a shorter circle is possible.
      if (best.length > 0 && (best.length === 1 || this.effort <= 0)) break;
      best = this.wayAround(start, best.length || Number.POSITIVE_INFINITY) ?? best;
    }
    return best;
  }

  /** The shortest circle from `start`, breadth first, if it has fewer nodes than `below`. */
  private wayAround(start: number, below: number): number[] | undefined {
    this.searches += 1;
    this.metBy[start] = this.searches;
    let level = [start];
    for (let length = 1; level.length > 0 && length < below; length += 1) {
      const next: number[] = [];
      for (const node of level) {
        if (this.expand(node, start, next)) return this.pathTo(node, start);
      }
      level = next;
    }
    return undefined;
  }

  /** Adds the nodes that were not met yet; true if one of them is `start`. */
  private expand(node: number, start: number, next: number[]): boolean {
    for (const target of this.graph[node] ?? []) {
      this.effort -= 1;
      if (target === start) return true;
      if (this.metBy[target] === this.searches) continue;
      this.metBy[target] = this.searches;
      this.cameFrom[target] = node;
      next.push(target);
    }
    return false;
  }

  private pathTo(end: number, start: number): number[] {
    const path = [end];
    for (let node = end; node !== start; path.push(node)) node = this.cameFrom[node] ?? start;
    return path.reverse();
  }
}

function startingAtFirst(cycle: readonly number[]): number[] {
  const first = cycle.reduce(
    (least, node, index) => (node < (cycle[least] ?? 0) ? index : least),
    0,
  );
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
