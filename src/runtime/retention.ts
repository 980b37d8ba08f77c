/** Deletes old data in small parts, so that other processes do not wait long for the store. */
import type { Purged, Retention } from './ports/records.js';
import type { Store } from './ports/store.js';

const AT_A_TIME = 500;
const DAY = 24 * 60 * 60 * 1000;

export interface RetentionDays {
  /** The age limit of runs and webhooks in days; 0 keeps them for ever. */
  days: number;
  /** The age limit of dead letters that are not open, in days; 0 keeps them for ever. */
  rejectDays: number;
}

export async function purgeAll(store: Store, retention: Retention): Promise<Purged> {
  const total: Purged = { runs: 0, webhooks: 0, rejects: 0 };
  for (;;) {
    const part = await store.upkeep.purge(retention, AT_A_TIME);
    total.runs += part.runs;
    total.webhooks += part.webhooks;
    total.rejects += part.rejects;
    if (Math.max(part.runs, part.webhooks, part.rejects) < AT_A_TIME) return total;
  }
}

/**
 * Runs once a day across all processes; null when it already ran today. Success is recorded, so that a failed purge is
 * retried; two processes that start at once share the work.
 */
export async function purgeDaily(
  store: Store,
  { days, rejectDays }: RetentionDays,
  now: number,
): Promise<Purged | null> {
  const since = now - DAY;
  const last = await store.upkeep.lastDone('purge');
  if (last !== null && last >= since) return null;
  const before = (age: number) => (age === 0 ? null : now - age * DAY);
  const purged = await purgeAll(store, { before: before(days), rejectsBefore: before(rejectDays) });
  await store.upkeep.claim('purge', since, now);
  return purged;
}
