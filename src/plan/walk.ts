/** The dependencies of each node, as indexes. */
export type Graph = readonly (readonly number[])[];

interface Frame {
  node: number;
  nextEdge: number;
}

/**
 * Every node once, after its dependencies (except in a cycle), and otherwise in the given order. `onCycle` gets one cycle for
 * each edge that closes one, since listing all cycles would take exponential time. Iterative: a chain of 100,000 nodes
 * would exhaust the stack.
 */
export function walk(graph: Graph, onCycle: (nodes: number[]) => void): number[] {
  const order: number[] = [];
  const state: ('open' | 'done' | undefined)[] = graph.map(() => undefined);
  for (const start of graph.keys()) {
    if (state[start] !== undefined) continue;
    state[start] = 'open';
    const path: Frame[] = [{ node: start, nextEdge: 0 }];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const target = graph[frame.node]?.[frame.nextEdge++];
      if (target === undefined) {
        state[frame.node] = 'done';
        order.push(frame.node);
        path.pop();
      } else if (state[target] === 'open') {
        onCycle(nodesFrom(path, target));
      } else if (state[target] === undefined) {
        state[target] = 'open';
        path.push({ node: target, nextEdge: 0 });
      }
    }
  }
  return order;
}

function nodesFrom(path: readonly Frame[], first: number): number[] {
  const start = path.findIndex(({ node }) => node === first);
  return path.slice(start).map(({ node }) => node);
}
