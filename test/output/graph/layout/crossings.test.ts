import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crossings, reduceCrossings } from '../../../../src/output/graph/layout/crossings.js';
import { lanesOf } from '../../../../src/output/graph/layout/lanes.js';

const SIZE = { width: 100, height: 100 };

const columns = (count: number, edges: [from: number, to: number, fromY?: number][]) =>
  lanesOf(
    Array.from({ length: count }, () => SIZE),
    edges.map(([from, to, fromY = 50]) => ({ from, to, fromY, toY: 50, look: '' })),
  ).columns;

it('counts the crossings of edges, also of those that leave one box', () => {
  expect(
    crossings(
      columns(4, [
        [0, 2],
        [1, 3],
      ]),
    ),
  ).toBe(0);
  expect(
    crossings(
      columns(4, [
        [0, 3],
        [1, 2],
      ]),
    ),
  ).toBe(1);
  expect(
    crossings(
      columns(3, [
        [0, 1, 80],
        [0, 2, 20],
      ]),
    ),
  ).toBe(1);
});

it('finds an order without crossings where there is one', () => {
  const tangled = columns(8, [
    [0, 7],
    [1, 6],
    [2, 5],
    [3, 4],
    [0, 6],
    [3, 5],
  ]);
  expect(crossings(tangled)).toBeGreaterThan(4);
  reduceCrossings(tangled);
  expect(crossings(tangled)).toBe(0);
});

/** Every order of the items. */
const orders = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item) =>
        orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );

it('comes close to the fewest that any order has', () => {
  const end = fc.nat(3);
  const pairs = fc.uniqueArray(
    fc.tuple(
      end,
      end.map((to) => to + 4),
    ),
    {
      minLength: 5,
      maxLength: 10,
      selector: String,
    },
  );
  const graphs = fc.sample(pairs, { numRuns: 60, seed: 3 }).map((edges) => columns(8, edges));
  const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
  const fewest = sum(
    graphs.map(([left = [], right = []]) => {
      const others = orders(right);
      return Math.min(
        ...orders(left).flatMap((one) => others.map((other) => crossings([one, other]))),
      );
    }),
  );
  for (const graph of graphs) reduceCrossings(graph);
  const found = sum(graphs.map(crossings));
  expect(fewest).toBeGreaterThan(50);
  expect(found / fewest).toBeLessThan(1.05);
});

it('never makes more of them, and loses no box', () => {
  const pair = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(90)).filter(([from, to]) => from !== to);
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 25 }), (pairs) => {
      const ordered = columns(10, pairs);
      const [before, slots] = [crossings(ordered), ordered.map((column) => new Set(column))];
      reduceCrossings(ordered);
      expect(crossings(ordered)).toBeLessThanOrEqual(before);
      expect(ordered.map((column) => new Set(column))).toEqual(slots);
    }),
  );
});
