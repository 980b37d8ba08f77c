/** Windows that have to be read again. Pure. Rule F2. */
import type { OpenWindow, ReadAgain } from '../../../ports/records.js';

/** Where a fresh window begins: it reaches back to what has to be read again, once that is due. */
export function reachBack(since: number, again: ReadAgain | null, now: number): number | null {
  if (again === null || now < again.after) return since;
  return earlier(since, again.since);
}

/** Whether reading the window to its end is what was wanted. */
export function covers({ openedAt, since }: OpenWindow, again: ReadAgain): boolean {
  return openedAt >= again.after && earlier(since, again.since) === since;
}

/** At the earlier time: what may still arrive then is noted again when it is read again. */
export function joinAgain(a: ReadAgain, b: ReadAgain): ReadAgain {
  return { since: earlier(a.since, b.since), after: Math.min(a.after, b.after) };
}

/** Null is before everything. */
function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.min(a, b);
}
