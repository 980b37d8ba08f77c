/** Packs rectangles next to and below each other. */
import type { Box, Point } from './types.js';

/** The gap between two rectangles. */
const GAP = 36;
/** The wanted ratio of width to height; a single wide rectangle can exceed it. */
const RATIO = 1.6;

/** Packs rectangles in columns on shelves, from top to bottom. */
interface Shelf {
  y: number;
  height: number;
  columns: { x: number; width: number; filled: number }[];
}

/**
 * The first rectangle stays first; the others are sorted by height. The corners are in the given order.
 */
export function pack(sizes: readonly Box[]): Box & { corners: Point[] } {
  const [head, ...rest] = [...sizes.keys()];
  const heightOf = (index: number) => sizes[index]?.height ?? 0;
  const order = rest.sort((a, b) => heightOf(b) - heightOf(a));
  const shelves: Shelf[] = [];
  const corners = sizes.map((): Point => ({ x: 0, y: 0 }));
  const most = widthFor(sizes);
  for (const index of head === undefined ? [] : [head, ...order]) {
    const size = sizes[index];
    if (size !== undefined) corners[index] = place(size, shelves, most);
  }
  const ends = sizes.map(({ width, height }, index) => ({
    width: (corners[index]?.x ?? 0) + width,
    height: (corners[index]?.y ?? 0) + height,
  }));
  return {
    corners,
    width: Math.max(0, ...ends.map(({ width }) => width)),
    height: Math.max(0, ...ends.map(({ height }) => height)),
  };
}

function widthFor(sizes: readonly Box[]): number {
  const area = sizes.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const [first, ...others] = sizes.map(({ width }) => width);
  return Math.max((first ?? 0) + GAP + Math.max(0, ...others), Math.sqrt(area * RATIO));
}

function place({ width, height }: Box, shelves: Shelf[], most: number): Point {
  for (const shelf of shelves) {
    const column = shelf.columns.find(
      (one) => width <= one.width && one.filled + GAP + height <= shelf.height,
    );
    if (column !== undefined) {
      const y = shelf.y + column.filled + GAP;
      column.filled += GAP + height;
      return { x: column.x, y };
    }
    const last = shelf.columns.at(-1);
    const x = last === undefined ? 0 : last.x + last.width + GAP;
    // Only the shelf at the bottom can grow.
    if (x + width > most || (height > shelf.height && shelf !== shelves.at(-1))) continue;
    shelf.columns.push({ x, width, filled: height });
    shelf.height = Math.max(shelf.height, height);
    return { x, y: shelf.y };
  }
  const above = shelves.at(-1);
  const y = above === undefined ? 0 : above.y + above.height + GAP;
  shelves.push({ y, height, columns: [{ x: 0, width, filled: height }] });
  return { x: 0, y };
}
