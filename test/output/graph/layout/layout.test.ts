import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layoutParts, type Part } from '../../../../src/output/graph/layout/layout.js';
import type { Edge, Point, RoomyBox } from '../../../../src/output/graph/layout/types.js';

const box: fc.Arbitrary<RoomyBox> = fc.record({
  width: fc.integer({ min: 20, max: 300 }),
  height: fc.integer({ min: 20, max: 200 }),
  room: fc.constantFrom(0, 40),
});

/** Boxes, and edges between any two of them. */
const graph = fc
  .record({
    boxes: fc.array(box, { minLength: 1, maxLength: 12 }),
    ends: fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.nat(20)), { maxLength: 20 }),
  })
  .map(({ boxes, ends }) => ({ boxes, edges: ends.flatMap((end) => edgeOf(end, boxes.length)) }));

function edgeOf([a, b, at]: [number, number, number], count: number): Edge[] {
  const [from, to] = [a % count, b % count];
  return from === to ? [] : [{ from, to, fromY: at, toY: 20 - at, look: at % 2 ? 'odd' : 'even' }];
}

const placed = (part: Part, boxes: readonly RoomyBox[]) =>
  part.boxes.map((index, i) => ({ index, ...boxes[index], ...part.corners[i] }) as Rectangle);

interface Rectangle extends Point {
  index: number;
  width: number;
  height: number;
}

/** Strictly inside. */
const cuts = (from: Point, to: Point, { x, y, width, height }: Rectangle): boolean =>
  Math.max(from.x, to.x) > x &&
  Math.min(from.x, to.x) < x + width &&
  Math.max(from.y, to.y) > y &&
  Math.min(from.y, to.y) < y + height;

it('puts no box on another, and none outside', () => {
  fc.assert(
    fc.property(graph, ({ boxes, edges }) => {
      for (const part of layoutParts(boxes, edges)) {
        const all = placed(part, boxes);
        for (const one of all) {
          expect(one.x).toBeGreaterThanOrEqual(0);
          expect(one.y).toBeGreaterThanOrEqual(0);
          expect(one.x + one.width).toBeLessThanOrEqual(part.width);
          expect(one.y + one.height).toBeLessThanOrEqual(part.height);
          const end = { x: one.x + one.width, y: one.y + one.height };
          expect(all.filter((other) => other !== one && cuts(one, end, other))).toEqual([]);
        }
      }
    }),
  );
});

it('leads each edge from side to side, past all boxes', () => {
  fc.assert(
    fc.property(graph, ({ boxes, edges }) => {
      for (const part of layoutParts(boxes, edges)) {
        const all = placed(part, boxes);
        const at = (index: number) => all.find((one) => one.index === index) as Rectangle;
        for (const [i, index] of part.edges.entries()) {
          const { from, to, fromY, toY } = edges[index] as Edge;
          const route = part.routes[i] ?? [];
          const [start, end] = [at(from), at(to)];
          const leadsRight = start.x < end.x;
          expect(route[0]).toEqual({
            x: leadsRight ? start.x + start.width : start.x,
            y: start.y + fromY,
          });
          expect(route.at(-1)).toEqual({
            x: leadsRight ? end.x : end.x + end.width,
            y: end.y + toY,
          });
          for (const [j, point] of route.slice(1).entries())
            expect(all.filter((one) => cuts(route[j] as Point, point, one))).toEqual([]);
        }
      }
    }),
  );
});

it('holds every box and every edge once, and what is joined in one part', () => {
  fc.assert(
    fc.property(graph, ({ boxes, edges }) => {
      const parts = layoutParts(boxes, edges);
      const sorted = (lists: number[][]) => lists.flat().sort((a, b) => a - b);
      expect(sorted(parts.map((part) => part.boxes))).toEqual([...boxes.keys()]);
      expect(sorted(parts.map((part) => part.edges))).toEqual([...edges.keys()]);
      for (const { from, to } of edges)
        expect(parts.find((part) => part.boxes.includes(from))?.boxes).toContain(to);
    }),
  );
});

it('gives edges that arrive at one place one lane, and others lanes of their own', () => {
  const size = { width: 100, height: 40 };
  // Edges from both 0 and 1 must pass the column of 2 on their way to 3.
  const boxes = [size, size, size, size];
  const edge = (from: number, to: number, look = '') => ({ from, to, fromY: 20, toY: 20, look });
  const lanes = (second: string) => {
    const edges = [edge(0, 3), edge(1, 3, second), edge(0, 2), edge(1, 2), edge(2, 3)];
    const [part] = layoutParts(boxes, edges);
    const passing = (route: Point[] = []) => route.find(({ x }) => x === part?.corners[2]?.x)?.y;
    return new Set(part?.routes.slice(0, 2).map(passing)).size;
  };
  expect([lanes(''), lanes('red')]).toEqual([1, 2]);
});

it('stands boxes at the height of what they are joined with', () => {
  const size = { width: 100, height: 40 };
  const edges = [0, 1, 2].map((from) => ({ from, to: 3, fromY: 20, toY: 20, look: '' }));
  const [part] = layoutParts([size, size, size, size], edges);
  expect(part?.corners[3]?.y).toBe(part?.corners[1]?.y);
});
