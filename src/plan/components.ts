import type { Graph } from './walk.js';

/**
 * The groups of nodes that lead to each other, each in ascending order, and single nodes that lead to themselves. A
 * node outside of cycles is in no group. Tarjan's algorithm, without recursion: a chain of 100,000 nodes would
 * overflow the stack.
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
  /** The order in which nodes were met, from 1; 0 before. */
  private readonly met: Int32Array;
  /** The earliest node that each one reaches and that is still in no component. */
  private readonly low: Int32Array;
  private readonly nextEdge: Int32Array;
  private readonly isPending: Uint8Array;
  private readonly pending: number[] = [];
  private count = 0;

  constructor(private readonly graph: Graph) {
    this.met = new Int32Array(graph.length);
    this.low = new Int32Array(graph.length);
    this.nextEdge = new Int32Array(graph.length);
    this.isPending = new Uint8Array(graph.length);
  }

  from(start: number): void {
    if (this.met[start] !== 0) return;
    const path = [this.enter(start)];
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const target = this.edgeOf(node);
      if (target === undefined) this.leave(path);
      else if (this.met[target] === 0) path.push(this.enter(target));
      else if (this.isPending[target] === 1) this.lower(node, this.met[target] ?? 0);
    }
  }

  private edgeOf(node: number): number | undefined {
    const edge = this.nextEdge[node] ?? 0;
    this.nextEdge[node] = edge + 1;
    return this.graph[node]?.[edge];
  }

  private enter(node: number): number {
    this.count += 1;
    this.met[node] = this.count;
    this.low[node] = this.count;
    this.pending.push(node);
    this.isPending[node] = 1;
    return node;
  }

  private leave(path: number[]): void {
    const node = path.pop() ?? 0;
    const parent = path.at(-1);
    if (parent !== undefined) this.lower(parent, this.low[node] ?? 0);
    if (this.low[node] === this.met[node]) this.found.push(this.takeFrom(node));
  }

  private lower(node: number, to: number): void {
    this.low[node] = Math.min(this.low[node] ?? to, to);
  }

  private takeFrom(node: number): number[] {
    const nodes = this.pending.splice(this.pending.lastIndexOf(node));
    for (const one of nodes) this.isPending[one] = 0;
    return nodes;
  }
}
