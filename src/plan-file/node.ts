import type { Segment } from '../connector/path.js';

/** Offsets in the text. */
export type Span = readonly [start: number, end: number];

/** A value of a file where it stands, whatever the format. */
export interface PlacedNode {
  /** Empty for what is written in lines of its own, and so is never meant as a stretch of text. */
  value: Span;
  /** The key that leads to it; the items of a list have none. */
  key?: Span | undefined;
  /** Whether it holds other values. */
  container: boolean;
  /** Of a map that is not empty. */
  firstKey?: Span | undefined;
  /** What it holds under a key or an index. */
  child(segment: Segment): PlacedNode | undefined;
}

/** Where the end of the way stands (or its key), or the last part of it that is there. */
export function findSpan(
  root: PlacedNode,
  way: readonly Segment[],
  text: string,
  ofKey: boolean,
): Span {
  let node = root;
  for (const segment of way) {
    const next = node.child(segment);
    if (next === undefined) return headOf(node);
    node = next;
  }
  return !ofKey && isToUnderline(node, text) ? node.value : headOf(node);
}

/** Underlining a whole list or map over several lines would show nothing. */
function isToUnderline({ value: [start, end], container }: PlacedNode, text: string): boolean {
  if (end <= start) return false;
  const newline = container ? text.indexOf('\n', start) : -1;
  return newline < 0 || newline >= end;
}

function headOf({ key, firstKey, value: [start] }: PlacedNode): Span {
  return key ?? firstKey ?? [start, start + 1];
}
