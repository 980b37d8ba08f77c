/** The first and last lines in which two texts differ. */
export interface Difference {
  /** The number of the first different line, counted from 1. */
  line: number;
  /** A few of the present lines, and of the expected lines. */
  removed: string[];
  added: string[];
  /** How many lines are left out. */
  more: number;
}

/** The number of lines kept of each side. */
const SHOWN = 8;

export function differenceOf(before: string, after: string): Difference {
  const [old, wanted] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, wanted.length);
  let start = 0;
  while (start < shorter && old[start] === wanted[start]) start++;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === wanted.at(-1 - end)) end++;
  const removed = old.slice(start, old.length - end);
  const added = wanted.slice(start, wanted.length - end);
  return {
    line: start + 1,
    removed: removed.slice(0, SHOWN),
    added: added.slice(0, SHOWN),
    more: Math.max(0, removed.length - SHOWN) + Math.max(0, added.length - SHOWN),
  };
}
