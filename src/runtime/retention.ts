/** Deletes what is old enough, a part at a time, so that nobody waits long for the store. */
import type { Purged, Retention, Store } from './ports.js';

const AT_A_TIME = 500;
const DAY = 24 * 60 * 60 * 1000;

export interface RetentionDays {
  /** Of runs and webhooks; 0 keeps them for ever. */
  days: number;
  /** Of dead letters that are not open; 0 keeps them for ever. */
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

/** At most once a day, whichever process asks; null when it was done already. */
export async function purgeDaily(
  store: Store,
  { days, rejectDays }: RetentionDays,
  now: number,
): Promise<Purged | null> {
  if (!(await store.upkeep.claim('purge', now - DAY, now))) return null;
  const before = (age: number) => (age === 0 ? null : now - age * DAY);
  return purgeAll(store, { before: before(days), rejectsBefore: before(rejectDays) });
}
