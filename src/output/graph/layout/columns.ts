/** Chooses the column of each box: the target of an edge is to the right of its start. */
import type { Edge } from './types.js';

export type Link = Pick<Edge, 'from' | 'to'>;

export interface Columns {
  /** For each box, counted from the left. */
  columnOf: number[];
  /** For each edge, whether it leads to the left because it closes a cycle. */
  turned: boolean[];
}

/** No edge may lead from a box to itself. */
export function columnsOf(count: number, edges: readonly Link[]): Columns {
  const order = targetsFirst(count, edges);
  const place = new Map(order.map((box, index) => [box, index]));
  const turned = edges.map(({ from, to }) => (place.get(to) ?? 0) > (place.get(from) ?? 0));
  const links = edges.map((edge, index) =>
    turned[index] ? { from: edge.to, to: edge.from } : edge,
  );
  const ranks = shortened(ranksOf(order, links), links);
  const most = Math.max(0, ...ranks);
  return { columnOf: ranks.map((rank) => most - rank), turned };
}

/** Puts each box after its targets; in a cycle, the box with the fewest targets goes first. */
function targetsFirst(count: number, edges: readonly Link[]): number[] {
  const sources = neighbours(count, edges, 'to', 'from');
  const open = Array.from({ length: count }, () => 0);
  for (const { from } of edges) open[from] = (open[from] ?? 0) + 1;
  const left = new Set(open.keys());
  const order: number[] = [];
  const ready = [...left].filter((box) => open[box] === 0);
  while (left.size > 0) {
    const box = ready.shift() ?? fewest(left, open);
    if (!left.delete(box)) continue;
    order.push(box);
    for (const source of sources[box] ?? []) {
      open[source] = (open[source] ?? 0) - 1;
      if (open[source] === 0) ready.push(source);
    }
  }
  return order;
}

function fewest(left: ReadonlySet<number>, open: readonly number[]): number {
  return [...left].reduce((a, b) => ((open[b] ?? 0) < (open[a] ?? 0) ? b : a));
}

/** The length of the longest path from each box to the right. */
function ranksOf(order: readonly number[], links: readonly Link[]): number[] {
  const targets = neighbours(order.length, links, 'from', 'to');
  const ranks = order.map(() => 0);
  for (const box of order)
    ranks[box] = Math.max(-1, ...(targets[box] ?? []).map((target) => ranks[target] ?? 0)) + 1;
  return ranks;
}

/** Shortens edges: a box moves towards the side on which it has more of them. */
function shortened(ranks: number[], links: readonly Link[]): number[] {
  const targets = neighbours(ranks.length, links, 'from', 'to');
  const sources = neighbours(ranks.length, links, 'to', 'from');
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    for (const [box, rank] of ranks.entries()) {
      const [right = [], left = []] = [targets[box], sources[box]];
      if (left.length === right.length) continue;
      const next =
        left.length > right.length
          ? Math.min(...left.map((other) => ranks[other] ?? 0)) - 1
          : Math.max(...right.map((other) => ranks[other] ?? 0)) + 1;
      if (next === rank) continue;
      ranks[box] = next;
      moved = true;
    }
  }
  const least = Math.min(0, ...ranks);
  return ranks.map((rank) => rank - least);
}

const ROUNDS = 50;

function neighbours(
  count: number,
  links: readonly Link[],
  of: keyof Link,
  other: keyof Link,
): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (const link of links) lists[link[of]]?.push(link[other]);
  return lists;
}
