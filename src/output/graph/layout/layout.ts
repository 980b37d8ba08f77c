/** Lays out boxes and edges: connected boxes become one part, with the longest paths from left to right. */
import { layoutConnected } from './connected.js';
import type { Edge, Layout, RoomyBox } from './types.js';

export interface Part extends Layout {
  /** Its boxes and edges, in the order of its corners and routes. */
  boxes: number[];
  edges: number[];
}

/** Sorted by their first boxes. No edge may lead from a box to itself. */
export function layoutParts(boxes: readonly RoomyBox[], edges: readonly Edge[]): Part[] {
  const groups = groupsOf(boxes.length, edges);
  const inside = new Map<number, number>();
  for (const group of groups) for (const [index, box] of group.entries()) inside.set(box, index);
  return groups.map((group) => {
    const members = new Set(group);
    const own = [...edges.keys()].filter((index) => members.has(edges[index]?.from ?? -1));
    const layout = layoutConnected(
      group.flatMap((box) => boxes[box] ?? []),
      own.flatMap((index) => {
        const edge = edges[index];
        if (edge === undefined) return [];
        return { ...edge, from: inside.get(edge.from) ?? 0, to: inside.get(edge.to) ?? 0 };
      }),
    );
    return { ...layout, boxes: group, edges: own };
  });
}

/** Boxes that are connected by edges, in either direction. */
function groupsOf(count: number, edges: readonly Edge[]): number[][] {
  const near: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) {
    near[from]?.push(to);
    near[to]?.push(from);
  }
  const seen = new Set<number>();
  return [...near.keys()].flatMap((start) => {
    if (seen.has(start)) return [];
    const group = reach(start, near);
    for (const box of group) seen.add(box);
    return [[...group].sort((a, b) => a - b)];
  });
}

function reach(start: number, near: readonly number[][]): Set<number> {
  const found = new Set([start]);
  for (const box of found) for (const next of near[box] ?? []) found.add(next);
  return found;
}
