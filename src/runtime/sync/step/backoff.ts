import type { Cursor } from '../../ports/records.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The back-off after `failures` failures in a row: none, then 1, 2, 4 ... minutes, at most a day. */
export function backoffWindowMs(failures: number): number {
  return failures <= 0 ? 0 : Math.min(2 ** (failures - 1) * MINUTE, DAY);
}

/**
 * The end of a pause that the API asked for, which holds for all steps of the installation; null without one. At most
 * a day after the pause began; then the steps try the API again.
 */
export function pauseEnd(
  cursors: readonly Pick<Cursor, 'updatedAt' | 'notBefore'>[],
  now: number,
): number | null {
  const ends = cursors.map(({ updatedAt, notBefore }) =>
    Math.min(notBefore ?? 0, Math.min(updatedAt, now) + DAY),
  );
  const end = Math.max(0, ...ends);
  return now < end ? end : null;
}

/** When a held cursor may be tried again; null when at once. */
export function notBefore(
  cursor: Pick<Cursor, 'updatedAt' | 'consecutiveFailures' | 'notBefore'> | null,
  now: number,
): number | null {
  if (cursor === null || cursor.consecutiveFailures === 0) return null;
  // A future failure time, after the clock was set back, must not count as later than now.
  const own = Math.min(cursor.updatedAt, now) + backoffWindowMs(cursor.consecutiveFailures);
  const at = Math.max(own, pauseEnd([cursor], now) ?? 0);
  return now < at ? at : null;
}
