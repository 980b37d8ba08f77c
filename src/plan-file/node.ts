import type { Segment } from '../connector/path.js';

/** Offsets in the text. */
export type Span = readonly [start: number, end: number];

/** A value of a file with its place, in any format. */
export interface PlacedNode {
  /** Empty for a list or map of several lines. */
  value: Span;
  /** The key of the value; undefined for an item of a list. */
  key?: Span | undefined;
  /** Whether it is a list or a map. */
  container: boolean;
  /** The first key of a map that is not empty. */
  firstKey?: Span | undefined;
  /** The value at a key or an index. */
  child(segment: Segment): PlacedNode | undefined;
}

/** The place of the value at a path, or of its key; for a missing value, of the nearest part around it. */
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

/** The text of a single value, or of its key; undefined if there is none. */
export function writtenAt(
  root: PlacedNode,
  way: readonly Segment[],
  text: string,
  ofKey: boolean,
): string | undefined {
  let node: PlacedNode | undefined = root;
  for (const segment of way) node = node?.child(segment);
  if (ofKey) return node?.key && text.slice(...node.key);
  return node === undefined || node.container ? undefined : text.slice(...node.value);
}
