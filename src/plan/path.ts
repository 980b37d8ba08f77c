/** Places inside a plan or an Integration, written as code would reach them: `customData[2].fields[0].name`. */

export function child(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Orders places as they stand: `steps[2]` before `steps[10]`, a whole before its parts. */
export function comparePaths(a: string, b: string): number {
  const left = segments(a);
  const right = segments(b);
  for (const [index, segment] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareSegments(segment, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** A key, or an index. */
export type Segment = string | number;

/** `fields[2].name` -> `fields`, 2, `name`. */
export function segments(path: string): Segment[] {
  const parts = path.match(/\[\d+\]|[^.[\]]+/g) ?? [];
  return parts.map((part) => (part.startsWith('[') ? Number(part.slice(1, -1)) : part));
}

function compareSegments(a: Segment, b: Segment): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
