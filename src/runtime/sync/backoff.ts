const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long a cursor waits after `failures` failures in a row: nothing, 1, 2, 4 ... minutes, at most a day. */
export function backoffWindowMs(failures: number): number {
  return failures <= 0 ? 0 : Math.min(2 ** (failures - 1) * MINUTE, DAY);
}

/** When a held cursor may be tried again, or null when it may at once. */
export function notBefore(
  cursor: { updatedAt: number; consecutiveFailures: number; notBefore?: number | null } | null,
  now: number,
): number | null {
  if (cursor === null || cursor.consecutiveFailures === 0) return null;
  // A failure dated in the future, after the clock was set back, must not wait longer than one of now.
  const own = Math.min(cursor.updatedAt, now) + backoffWindowMs(cursor.consecutiveFailures);
  const at = Math.max(own, cursor.notBefore ?? 0);
  return now < at ? at : null;
}
