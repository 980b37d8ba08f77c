import type { Graph } from './walk.js';

interface Frame {
  node: number;
  nextEdge: number;
}

/**
 * The groups of nodes that all lead to each other, each in ascending order, and those that lead to themselves alone.
 * A node in no circle is in no group. Tarjan's algorithm, without recursion: a chain of 100,000 nodes would exhaust the
 * stack.
 */
export function cyclicComponents(graph: Graph): number[][] {
  const search = new Search(graph);
  for (const start of graph.keys()) search.from(start);
  return search.found
    .filter(([first = 0, ...more]) => more.length > 0 || graph[first]?.includes(first))
    .map((nodes) => nodes.sort((a, b) => a - b))
    .sort(([a = 0], [b = 0]) => a - b);
}

class Search {
  readonly found: number[][] = [];
  /** When each node was met first; undefined before. */
  private readonly met: (number | undefined)[];
  /** The earliest node that each one reaches and that is still in no component. */
  private readonly low: number[] = [];
  private readonly pending: number[] = [];
  private readonly isPending: boolean[] = [];
  private count = 0;

  constructor(private readonly graph: Graph) {
    this.met = graph.map(() => undefined);
  }

  from(start: number): void {
    if (this.met[start] !== undefined) return;
    const path = [this.enter(start)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const target = this.graph[frame.node]?.[frame.nextEdge++];
      if (target === undefined) this.leave(path);
      else if (this.met[target] === undefined) path.push(this.enter(target));
      else if (this.isPending[target]) this.lower(frame.node, this.met[target] ?? 0);
    }
  }

  private enter(node: number): Frame {
    this.met[node] = this.count;
    this.low[node] = this.count;
    this.count += 1;
    this.pending.push(node);
    this.isPending[node] = true;
    return { node, nextEdge: 0 };
  }

  private leave(path: Frame[]): void {
    const node = path.pop()?.node ?? 0;
    const parent = path.at(-1);
    if (parent !== undefined) this.lower(parent.node, this.low[node] ?? 0);
    if (this.low[node] === this.met[node]) this.found.push(this.takeFrom(node));
  }

  private lower(node: number, to: number): void {
    this.low[node] = Math.min(this.low[node] ?? to, to);
  }

  private takeFrom(node: number): number[] {
    const nodes = this.pending.splice(this.pending.lastIndexOf(node));
    for (const one of nodes) this.isPending[one] = false;
    return nodes;
  }
}
