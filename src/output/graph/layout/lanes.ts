/** The boxes in their columns, and between them the lanes of edges that cross a column. */
import { columnsOf } from './columns.js';
import type { Edge, RoomyBox } from './types.js';

/** An entry of a column: a box or a lane. */
export interface Slot {
  /** Undefined for a lane. */
  box: number | undefined;
  column: number;
  width: number;
  height: number;
  /** Free room at the right. */
  room: number;
  /** Free room above and below. */
  margin: number;
  /** The links to the neighbouring columns. */
  left: Link[];
  right: Link[];
}

/** Joins slots of two neighbouring columns. */
export interface Link {
  left: Slot;
  right: Slot;
  /** Where the link meets the slots, below their tops. */
  leftY: number;
  rightY: number;
}

export interface Lanes {
  columns: Slot[][];
  /** One slot for each box. */
  slots: Slot[];
  /** For each edge, the links from its left end to its right end. */
  ways: Link[][];
  turned: boolean[];
}

const BOX_MARGIN = 14;
const LANE = { width: 0, height: 0, room: 0, margin: 7 };

export function lanesOf(boxes: readonly RoomyBox[], edges: readonly Edge[]): Lanes {
  const { columnOf, turned } = columnsOf(boxes.length, edges);
  const slots = boxes.map((size, box) =>
    newSlot(columnOf[box] ?? 0, { room: 0, ...size, margin: BOX_MARGIN }, box),
  );
  const columns: Slot[][] = Array.from({ length: Math.max(0, ...columnOf) + 1 }, () => []);
  for (const slot of slots) columns[slot.column]?.push(slot);
  const net = new Net(columns);
  return {
    columns,
    slots,
    ways: edges.map((edge, index) => net.way(edge, slots, turned[index] === true)),
    turned,
  };
}

type Size = Pick<Slot, 'width' | 'height' | 'room' | 'margin'>;

function newSlot(column: number, size: Size, box?: number): Slot {
  return { box, column, ...size, left: [], right: [] };
}

/** Makes each lane once. */
class Net {
  readonly #columns: Slot[][];
  readonly #lanes = new Map<string, Slot>();

  constructor(columns: Slot[][]) {
    this.#columns = columns;
  }

  way(edge: Edge, slots: readonly Slot[], turned: boolean): Link[] {
    const { from, to, fromY, toY, look } = edge;
    const [start, end] = [slots[from], slots[to]];
    if (start === undefined || end === undefined) return [];
    const ends = turned
      ? { left: end, leftY: toY, right: start, rightY: fromY }
      : { left: start, leftY: fromY, right: end, rightY: toY };
    const lane = `${to} ${toY} ${look} ${turned}`;
    const links: Link[] = [];
    let [at, y] = [ends.left, ends.leftY];
    for (let column = at.column + 1; column < ends.right.column; column++) {
      const next = this.#lane(`${column} ${lane}`, column);
      links.push(linked(at, y, next, 0));
      [at, y] = [next, 0];
    }
    return [...links, linked(at, y, ends.right, ends.rightY)];
  }

  #lane(key: string, column: number): Slot {
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane = newSlot(column, LANE);
    this.#lanes.set(key, lane);
    this.#columns[column]?.push(lane);
    return lane;
  }
}

function linked(left: Slot, leftY: number, right: Slot, rightY: number): Link {
  const known = left.right.find(
    (one) => one.right === right && one.leftY === leftY && one.rightY === rightY,
  );
  if (known !== undefined) return known;
  const link = { left, right, leftY, rightY };
  left.right.push(link);
  right.left.push(link);
  return link;
}
