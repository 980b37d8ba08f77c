import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cyclicComponents } from '../../src/plan/components.js';
import { shortestCycles } from '../../src/plan/cycles.js';

const NODES = 8;

const graphs = fc.array(fc.uniqueArray(fc.nat(NODES - 1), { maxLength: 3 }), {
  minLength: NODES,
  maxLength: NODES,
});

/**
 * The length of the shortest path from one node to another, at least one; computed by its definition, so that it is
 * easy to check.
 */
function distances(graph: readonly (readonly number[])[]): number[][] {
  const far = Number.POSITIVE_INFINITY;
  const found = graph.map((targets) => graph.map((_, node) => (targets.includes(node) ? 1 : far)));
  for (const via of graph.keys()) {
    for (const from of graph.keys()) {
      for (const to of graph.keys()) {
        const around = (found[from]?.[via] ?? far) + (found[via]?.[to] ?? far);
        const row = found[from];
        if (row !== undefined && around < (row[to] ?? far)) row[to] = around;
      }
    }
  }
  return found;
}

describe('cyclicComponents', () => {
  it('gives the nodes that reach each other, for any graph', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const steps = distances(graph);
        const reaches = (a: number, b: number) => Number.isFinite(steps[a]?.[b]);
        const groups = [...graph.keys()]
          .filter((node) => reaches(node, node))
          .map((node) => [...graph.keys()].filter((n) => reaches(node, n) && reaches(n, node)));
        const expected = new Map(groups.map((group) => [group[0], group]));
        expect(cyclicComponents(graph)).toEqual([...expected.values()]);
      }),
    );
  });
});

describe('shortestCycles', () => {
  it('gives for each group a way around, the shortest, from its first node on', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const steps = distances(graph);
        const cycles = shortestCycles(graph);
        const groups = cyclicComponents(graph);
        expect(cycles).toHaveLength(groups.length);
        for (const [index, cycle] of cycles.entries()) {
          const group = groups[index] ?? [];
          expect(cycle).toHaveLength(Math.min(...group.map((node) => steps[node]?.[node] ?? 0)));
          expect(cycle[0]).toBe(Math.min(...cycle));
          for (const [at, node] of cycle.entries()) {
            expect(graph[node]).toContain(cycle[(at + 1) % cycle.length]);
          }
        }
      }),
    );
  });

  it('holds for a ring and a chain of 100,000', () => {
    const count = 100_000;
    const ring = Array.from({ length: count }, (_, index) => [(index + 1) % count]);
    expect(shortestCycles(ring).map((cycle) => cycle.length)).toEqual([count]);
    expect(shortestCycles([...ring.slice(0, -1), []])).toEqual([]);
  });
});
