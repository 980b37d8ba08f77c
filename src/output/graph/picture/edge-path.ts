/** An edge as a line that ends in an arrow. */
import type { Point } from '../layout/types.js';
import type { EdgeLook } from '../nodes.js';
import { light } from '../palette.js';

const ARROW = { length: 10, half: 4 };
/** The width of an edge from a node to itself. */
export const LOOP = 44;

/**
 * Follows the points of a route, which ends at the left side of a node, or at its right side if the edge leads to
 * the left.
 */
export function drawEdge(route: readonly Point[], look: EdgeLook): string[] {
  const [before, tip] = route.slice(-2);
  if (before === undefined || tip === undefined) return [];
  const back = Math.sign(before.x - tip.x) * ARROW.length;
  const line = drawLine([...route.slice(0, -1), { x: tip.x + back * 0.9, y: tip.y }], look);
  return [line, arrow(tip, back, look)];
}

/** From one row of a node to another place at its right side. */
export function drawLoop(right: number, fromY: number, toY: number, look: EdgeLook): string[] {
  const end = right + ARROW.length * 0.9;
  const d = `M${right} ${fromY}C${right + LOOP} ${fromY} ${right + LOOP} ${toY} ${end} ${toY}`;
  return [path(d, look), arrow({ x: right, y: toY }, ARROW.length, look)];
}

export function drawLine([start, ...rest]: readonly Point[], look: EdgeLook): string {
  let at = start ?? { x: 0, y: 0 };
  const d = [`M${at.x} ${at.y}`];
  for (const next of rest) {
    const middle = (at.x + next.x) / 2;
    if (next.y === at.y) d.push(`H${next.x}`);
    else d.push(`C${middle} ${at.y} ${middle} ${next.y} ${next.x} ${next.y}`);
    at = next;
  }
  return path(d.join(''), look);
}

const path = (d: string, { colour, alarm }: EdgeLook): string =>
  `<path d="${d}" fill="none" stroke="${light(colour)}" stroke-width="${alarm ? 2.2 : 1.3}"/>`;

const arrow = ({ x, y }: Point, back: number, { colour }: EdgeLook): string =>
  `<path d="M${x} ${y}L${x + back} ${y - ARROW.half}V${y + ARROW.half}Z" fill="${light(colour)}"/>`;
