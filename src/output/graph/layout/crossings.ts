/** Orders the slots of each column so that few links cross. */
import type { Link, Slot } from './lanes.js';

type Side = 'left' | 'right';

const SWEEPS = 24;
/** The number of rounds of one sweep. */
const SWAPS = 10;

/** Sorts the slots of each column into the best order found. */
export function reduceCrossings(columns: Slot[][]): void {
  const places = new Places(columns);
  let best = columns.map((column) => [...column]);
  let least = places.crossings();
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    const side: Side = sweep % 2 === 0 ? 'left' : 'right';
    const ordered = side === 'left' ? columns : columns.toReversed();
    // Sometimes swaps neighbours without a gain, to leave a local optimum.
    const restless = sweep % 4 > 1;
    for (const column of ordered) places.sortBy(column, side, restless);
    places.swapAll(columns, restless);
    const count = places.crossings();
    if (count >= least) continue;
    least = count;
    best = columns.map((column) => [...column]);
  }
  for (const [index, column] of best.entries()) columns[index]?.splice(0, column.length, ...column);
}

/** The number of crossing links in the current order. */
export const crossings = (columns: readonly Slot[][]): number => new Places(columns).crossings();

/** The position of each slot in its column. */
class Places {
  readonly #columns: readonly Slot[][];
  readonly #place = new Map<Slot, number>();

  constructor(columns: readonly Slot[][]) {
    this.#columns = columns;
    for (const column of columns) this.#note(column);
  }

  /**
   * Sorts slots by the mean position of their links on that side; a slot without links keeps its place.
   */
  sortBy(column: Slot[], side: Side, restless: boolean): void {
    const middles = new Map(column.map((slot) => [slot, this.#middle(slot, side)]));
    const movable = column.filter((slot) => middles.get(slot) !== undefined);
    if (restless) movable.reverse();
    const sorted = movable.toSorted((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
    for (const [index, slot] of column.entries())
      if (middles.get(slot) !== undefined) column[index] = sorted.shift() ?? slot;
    this.#note(column);
  }

  /** Swaps neighbours while a swap reduces the number of crossing links. */
  swapAll(columns: readonly Slot[][], restless: boolean): void {
    for (let round = 0; round < SWAPS; round++) {
      const least = restless && round === 0 ? 0 : 1;
      const swaps = columns.map((column) => this.#swapIn(column, least));
      if (!swaps.some((count) => count > 0)) return;
    }
  }

  #swapIn(column: Slot[], least: number): number {
    let swaps = 0;
    for (let index = 1; index < column.length; index++) {
      const [upper, lower] = [column[index - 1], column[index]];
      if (upper === undefined || lower === undefined) continue;
      if (this.#between(upper, lower) - this.#between(lower, upper) < least) continue;
      column[index - 1] = lower;
      column[index] = upper;
      this.#note([lower, upper], index - 1);
      swaps++;
    }
    return swaps;
  }

  crossings(): number {
    const links = this.#columns.map((column) => column.flatMap(({ right }) => right));
    return links.reduce((sum, some) => sum + inversions(this.#rightEnds(some)), 0);
  }

  #note(slots: readonly Slot[], from = 0): void {
    for (const [index, slot] of slots.entries()) this.#place.set(slot, from + index);
  }

  /** Slightly more for a link that is lower in the slot. */
  #at(slot: Slot, y: number): number {
    return (this.#place.get(slot) ?? 0) + y / (slot.height + 1);
  }

  #end(link: Link, side: Side): number {
    return side === 'left' ? this.#at(link.left, link.leftY) : this.#at(link.right, link.rightY);
  }

  #middle(slot: Slot, side: Side): number | undefined {
    const ends = slot[side].map((link) => this.#end(link, side));
    return ends.length === 0 ? undefined : ends.reduce((sum, end) => sum + end, 0) / ends.length;
  }

  /** The number of crossings between links of the two slots if the first is above the second. */
  #between(upper: Slot, lower: Slot): number {
    const count = (side: Side) => {
      const others = lower[side].map((link) => this.#end(link, side));
      return upper[side]
        .map((link) => this.#end(link, side))
        .reduce((sum, end) => sum + others.filter((other) => other < end).length, 0);
    };
    return count('left') + count('right');
  }

  /** Sorted by their left ends. */
  #rightEnds(links: readonly Link[]): number[] {
    return links
      .map((link) => ({ left: this.#end(link, 'left'), right: this.#end(link, 'right') }))
      .sort((a, b) => a.left - b.left || a.right - b.right)
      .map(({ right }) => right);
  }
}

/** Counts the pairs in which the greater number comes first. */
function inversions(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const half = values.length >> 1;
  const [first, second] = [values.slice(0, half), values.slice(half)];
  const sorted = first.toSorted((a, b) => a - b);
  let before = 0;
  let crossing = 0;
  for (const value of second.toSorted((a, b) => a - b)) {
    while (before < half && (sorted[before] ?? 0) <= value) before++;
    crossing += half - before;
  }
  return inversions(first) + inversions(second) + crossing;
}
