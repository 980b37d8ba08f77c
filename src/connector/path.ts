/**
 * Paths inside a plan or an Integration, written as code: `customData[2].fields[0].name`, and `config["a.b"]` for a
 * key that contains signs of the path syntax.
 */

const SIGNS = /[.[\]"]|^$/;

export function child(path: string, key: string): string {
  if (SIGNS.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** The path of a list's entry. */
export function entry(path: string, index: number): string {
  // One concatenation instead of three: a plan has hundreds of thousands of paths, and few are ever read.
  const suffix = `[${index}]`;
  return `${path}${suffix}`;
}

/** Orders paths naturally: `steps[2]` before `steps[10]`, a parent before its children. */
export function comparePaths(a: string, b: string): number {
  return compareAll(segments(a), segments(b));
}

/** Sorts items by path, and items with the same path by `second`. */
export function sortByPath<T extends { path: string }>(
  items: readonly T[],
  second: (a: T, b: T) => number,
): T[] {
  return items
    .map((item) => ({ item, place: segments(item.path) }))
    .sort((a, b) => compareAll(a.place, b.place) || second(a.item, b.item))
    .map(({ item }) => item);
}

function compareAll(left: readonly Segment[], right: readonly Segment[]): number {
  for (const [index, segment] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareSegments(segment, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** A key or an index. */
export type Segment = string | number;

const SEGMENT = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g;

/** `fields[2].name` -> `fields`, 2, `name`. */
export function segments(path: string): Segment[] {
  return Array.from(path.matchAll(SEGMENT), ([, index, quoted, plain]) =>
    index === undefined ? (plain ?? JSON.parse(quoted ?? '""')) : Number(index),
  );
}

function compareSegments(a: Segment, b: Segment): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
