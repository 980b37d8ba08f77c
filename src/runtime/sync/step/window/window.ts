import type { SyncWindow } from '../../../../connector/types.js';
import type { WindowChoice } from '../../options.js';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** How far ahead of now a step reads where what it does not read is deleted: further than any run takes. */
const AHEAD_MS = DAY;

export interface WindowOptions {
  now: Date;
  /** Read everything of the backfill period again, whatever the cursor says. */
  full: boolean;
  /** How far back a first or full run reads. */
  backfillDays: number;
  /** How far before the cursor an incremental run starts, for rows that arrived late. Default 0. */
  overlapSeconds?: number;
}

/**
 * The time range to read. A first or full run goes back `backfillDays` from now, unshifted by the overlap;
 * any other starts `overlapSeconds` before the cursor. `until` is now.
 */
export function computeWindow(
  lastSyncedAt: Date | null,
  { now, full, backfillDays, overlapSeconds = 0 }: WindowOptions,
): SyncWindow & { since: Date } {
  const since =
    full || lastSyncedAt === null
      ? backfillStart(now.getTime(), backfillDays)
      : lastSyncedAt.getTime() - overlapSeconds * SECOND;
  return { since: new Date(since), until: new Date(now) };
}

export interface Bounds {
  /** Milliseconds since the epoch. */
  since: number;
  until: number;
}

/**
 * The end that a step is handed of a window. Where it reads everything, nothing that changes meanwhile may be left out, so
 * that it lies ahead; the cursor moves to the end of the window all the same.
 */
export function handedUntil(until: number, isEverything: boolean, now: number): number {
  return isEverything ? Math.max(until, now + AHEAD_MS) : until;
}

export interface FreshWindowOptions extends WindowChoice {
  start: number;
}

/** Where a run that has no cursor begins, in milliseconds since the epoch. */
export function backfillStart(start: number, backfillDays: number): number {
  return start - backfillDays * DAY;
}

/**
 * The window of a run that has none to resume. A full one leaves out nothing that any other would read: a cursor that
 * is older than the backfill must not pass what came since. `until` never lies before the cursor, or a clean run would
 * move the cursor back after `settleSeconds` was raised or the clock was set back; and an explicit `until`
 * never lies beyond the settled time, because rows that do not exist yet cannot have been read.
 */
export function freshWindow(cursor: number | null, options: FreshWindowOptions): Bounds {
  const { start, settleSeconds, until } = options;
  const last = cursor === null ? null : new Date(cursor);
  const sinceOf = (full: boolean) =>
    computeWindow(last, { ...options, full, now: new Date(start) }).since.getTime();
  const since = options.since ?? Math.min(sinceOf(options.full), sinceOf(false));
  const settled = start - settleSeconds * SECOND;
  const end = until === undefined ? Math.max(settled, cursor ?? settled) : Math.min(until, settled);
  return { since: Math.min(since, end), until: end };
}
