/** Lays out boxes that are all joined by edges. */
import { reduceCrossings } from './crossings.js';
import { topsOf } from './heights.js';
import { type Lanes, type Link, lanesOf, type Slot } from './lanes.js';
import type { Edge, Layout, Point, RoomyBox } from './types.js';

/** The distance between columns for edges that climb far. */
const GAP = { least: 64, most: 170 };

export function layoutConnected(boxes: readonly RoomyBox[], edges: readonly Edge[]): Layout {
  const lanes = lanesOf(boxes, edges);
  reduceCrossings(lanes.columns);
  const tops = topsOf(lanes.columns);
  const top = (slot: Slot) => tops.get(slot) ?? 0;
  const lefts = leftsOf(lanes, top);
  const width = (column: number) => widthOf(lanes.columns[column]);
  const corner = (slot: Slot): Point => ({ x: lefts[slot.column] ?? 0, y: top(slot) });
  const pointsOf = ({ left, right, leftY, rightY }: Link): Point[] => [
    ...(left.box === undefined ? [] : [{ x: corner(left).x + left.width, y: top(left) + leftY }]),
    { x: corner(left).x + width(left.column), y: top(left) + leftY },
    { x: corner(right).x, y: top(right) + rightY },
  ];
  const last = lanes.columns.length - 1;
  return {
    width: (lefts[last] ?? 0) + width(last),
    height: Math.max(...[...tops].map(([slot, at]) => at + slot.height)),
    corners: lanes.slots.map(corner),
    routes: lanes.ways.map((way, index) => {
      const points = way.flatMap(pointsOf);
      return lanes.turned[index] ? points.reverse() : points;
    }),
  };
}

const widthOf = (column: readonly Slot[] = []): number =>
  Math.max(0, ...column.map(({ width, room }) => width + room));

function leftsOf({ columns }: Lanes, top: (slot: Slot) => number): number[] {
  let x = 0;
  return columns.map((column) => {
    const left = x;
    const climbs = column.flatMap(({ right }) =>
      right.map((link) => Math.abs(top(link.left) + link.leftY - top(link.right) - link.rightY)),
    );
    const gap = Math.min(GAP.most, GAP.least + Math.max(0, ...climbs) / 8);
    x += Math.round(widthOf(column) + gap);
    return left;
  });
}
