import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnsOf, type Link } from '../../../../src/output/graph/layout/columns.js';

const links = (...pairs: [number, number][]): Link[] => pairs.map(([from, to]) => ({ from, to }));

it('stands what an edge leads to on the right', () => {
  expect(columnsOf(3, links([0, 1], [1, 2], [0, 2]))).toEqual({
    columnOf: [0, 1, 2],
    turned: [false, false, false],
  });
});

it('shortens edges: a box stands close to where most of its edges lead', () => {
  // 4 could also be in the last column, beside 3.
  const { columnOf } = columnsOf(7, links([0, 1], [1, 2], [2, 3], [0, 4], [5, 4], [5, 1], [6, 1]));
  expect(columnOf).toEqual([0, 1, 2, 3, 1, 0, 0]);
});

it('turns one edge of a circle around', () => {
  const { columnOf, turned } = columnsOf(3, links([0, 1], [1, 2], [2, 0]));
  expect(turned.filter(Boolean)).toHaveLength(1);
  expect([...columnOf].sort()).toEqual([0, 1, 2]);
});

it('turns nothing around without a circle, and leaves no edge inside of a column', () => {
  const pair = fc.tuple(fc.nat(9), fc.nat(9)).filter(([from, to]) => from !== to);
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 25 }), (pairs) => {
      const all = links(...pairs);
      const { columnOf, turned } = columnsOf(10, all);
      for (const [index, { from, to }] of all.entries()) {
        const step = (columnOf[to] ?? 0) - (columnOf[from] ?? 0);
        expect(turned[index] ? -step : step).toBeGreaterThan(0);
      }
      const forwards = links(...pairs.map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a])));
      expect(columnsOf(10, forwards).turned).not.toContain(true);
      expect(Math.min(...columnOf)).toBe(0);
    }),
  );
});
