import type { SyncWindow } from '../../../../connector/types.js';
import type { WindowChoice } from '../../options.js';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** How far ahead a step reads when it tracks deletes: further than any run takes. */
const AHEAD_MS = DAY;

export interface WindowOptions {
  now: Date;
  /** Whether to read the whole backfill period again, regardless of the cursor. */
  full: boolean;
  /** How far back a first or full run reads. */
  backfillDays: number;
  /** How far before the cursor other runs start, for rows that arrive late. Default 0. */
  overlapSeconds?: number;
}

/**
 * The time range to read. A first or full run starts `backfillDays` before now, without the overlap. Any other run
 * starts `overlapSeconds` before the cursor. `until` is now.
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
 * The end of the window as the step sees it. A step that reads everything must see changes made meanwhile, so its end
 * lies ahead. The cursor still moves only to the end of the window.
 */
export function handedUntil(until: number, isEverything: boolean, now: number): number {
  return isEverything ? Math.max(until, now + AHEAD_MS) : until;
}

export interface FreshWindowOptions extends WindowChoice {
  start: number;
}

/** Where a run without a cursor starts, in milliseconds since the epoch. */
export function backfillStart(start: number, backfillDays: number): number {
  return start - backfillDays * DAY;
}

/**
 * The window of a run that resumes none. A full run never starts later than a normal run would, so that the cursor
 * passes no unread record. `until` is never before the cursor, because a higher `settleSeconds` or a clock that was
 * set back would move the cursor back. An explicit `until` is limited to the settled time, because later rows do not
 * exist yet.
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
