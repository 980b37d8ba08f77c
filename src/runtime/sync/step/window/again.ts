/** Windows to read again. Pure. Rule F2. */
import type { OpenWindow, ReadAgain } from '../../../ports/records.js';

/** The start of a fresh window. It reaches back to a window that is due to be read again. */
export function startToReadAgain(
  since: number,
  again: ReadAgain | null,
  now: number,
): number | null {
  if (again === null || now < again.after) return since;
  return earlier(since, again.since);
}

/** Whether this window covers the one to read again, and was opened late enough. */
export function covers({ openedAt, since }: OpenWindow, again: ReadAgain): boolean {
  return openedAt >= again.after && earlier(since, again.since) === since;
}

/** Takes the earlier time. If a version can still arrive then, that read schedules another one. */
export function joinAgain(a: ReadAgain, b: ReadAgain): ReadAgain {
  return { since: earlier(a.since, b.since), after: Math.min(a.after, b.after) };
}

/** Null is the earliest time. */
function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.min(a, b);
}
