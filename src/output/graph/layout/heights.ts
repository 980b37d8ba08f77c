/** The vertical position of each slot: near its links, in the order of its column, and without overlap. */
import type { Slot } from './lanes.js';

const ROUNDS = 60;

/** The top of each slot; the smallest is 0. */
export function topsOf(columns: readonly Slot[][]): Map<Slot, number> {
  const tops = new Map<Slot, number>();
  for (const column of columns) settle(column, () => 0, tops);
  for (let round = 0; round < ROUNDS; round++) {
    const ordered = round % 2 === 0 ? columns : columns.toReversed();
    for (const column of ordered) settle(column, (slot) => wanted(slot, tops), tops);
  }
  const least = Math.min(...tops.values());
  return new Map([...tops].map(([slot, top]) => [slot, Math.round(top - least)]));
}

/** The position at which its links are straightest. Links of lanes weigh more, so that lanes stay straight. */
function wanted(slot: Slot, tops: ReadonlyMap<Slot, number>): number {
  const pulls = [
    ...slot.left.map(({ left, leftY, rightY }) => ({ other: left, by: leftY - rightY })),
    ...slot.right.map(({ right, leftY, rightY }) => ({ other: right, by: rightY - leftY })),
  ];
  const weights = pulls.map(({ other }) => weightOf(slot, other));
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return tops.get(slot) ?? 0;
  return pulls.reduce(
    (at, { other, by }, i) => at + (((tops.get(other) ?? 0) + by) * (weights[i] ?? 0)) / sum,
    0,
  );
}

const weightOf = (a: Slot, b: Slot): number =>
  (a.box === undefined ? 3 : 1) * (b.box === undefined ? 3 : 1);

/** A group of slots that touch, treated as one. */
interface Block {
  slots: { slot: Slot; offset: number }[];
  /** The best position of its first slot, and the number of slots that this mean is made of. */
  at: number;
  size: number;
  height: number;
}

/**
 * As near as possible to the wanted positions (least squares): blocks that would overlap are merged.
 */
function settle(
  column: readonly Slot[],
  want: (slot: Slot) => number,
  tops: Map<Slot, number>,
): void {
  const blocks: Block[] = [];
  for (const slot of column) {
    let block: Block = {
      slots: [{ slot, offset: slot.margin }],
      at: want(slot) - slot.margin,
      size: 1,
      height: slot.height + 2 * slot.margin,
    };
    for (
      let above = blocks.at(-1);
      above !== undefined && above.at + above.height > block.at;
      above = blocks.at(-1)
    ) {
      blocks.pop();
      block = joined(above, block);
    }
    blocks.push(block);
  }
  for (const { slots, at } of blocks)
    for (const { slot, offset } of slots) tops.set(slot, at + offset);
}

function joined(upper: Block, lower: Block): Block {
  const size = upper.size + lower.size;
  return {
    slots: [
      ...upper.slots,
      ...lower.slots.map(({ slot, offset }) => ({ slot, offset: offset + upper.height })),
    ],
    at: (upper.at * upper.size + (lower.at - upper.height) * lower.size) / size,
    size,
    height: upper.height + lower.height,
  };
}
