/** Decides when each installation is synced next, and why. Pure: the store keeps what it returns. */

import type { Random } from '../ports/engine.js';
import type { Cursor } from '../ports/records.js';
import type { DueReason } from '../ports/schedule.js';
import { backoffWindowMs, notBefore, pauseEnd } from '../sync/step/backoff.js';

/** Waits are made up to this much shorter or longer at random, so that installations do not sync in step. */
export const JITTER = 0.1;
const MINUTE = 60_000;
/** The shortest time between two syncs of one installation. */
const LEAST_MS = 1_000;

export type SyncAttempt =
  /** The run ended, with any status. `cursors` are the installation's cursors afterwards. */
  | { kind: 'ran'; cursors: readonly Cursor[] }
  /** Another process holds the lease. */
  | { kind: 'busy' }
  /** The run could not start, for example because the API was unreachable. `failures` counts them in a row. */
  | { kind: 'failed'; failures: number };

export interface Timing {
  /** From the start of one sync to the start of the next. */
  intervalMs: number;
  startedAt: number;
  now: number;
  random: Random;
}

export interface NextSync {
  at: number;
  reason: DueReason;
}

/** The next sync starts at least one second from now. */
export function nextSync(attempt: SyncAttempt, timing: Timing): NextSync {
  const { at, reason } = wantedTime(attempt, timing);
  return { at: Math.max(at, timing.now + LEAST_MS), reason };
}

function wantedTime(
  attempt: SyncAttempt,
  { intervalMs, startedAt, now, random }: Timing,
): NextSync {
  const spread = (ms: number) => ms * (1 - JITTER + 2 * JITTER * random());
  if (attempt.kind === 'busy')
    return { at: now + spread(Math.min(MINUTE, intervalMs)), reason: 'busy' };
  if (attempt.kind === 'failed') {
    const wait = Math.min(backoffWindowMs(attempt.failures), intervalMs);
    return { at: now + spread(wait), reason: 'failed' };
  }
  const { cursors } = attempt;
  const next = nextTry(cursors, now, startedAt + spread(intervalMs));
  // While the API has asked for a pause, no step can run.
  const pause = pauseEnd(cursors, now) ?? 0;
  return pause > next.at ? { at: pause, reason: 'pause' } : next;
}

/** Returns the earlier of the next regular run and the end of the first back-off. */
function nextTry(cursors: readonly Cursor[], now: number, regular: number): NextSync {
  const waits = cursors.map((cursor) => notBefore(cursor, now));
  const ends = waits.filter((at) => at !== null);
  const soonest = Math.min(...ends);
  // When all steps wait, an earlier run would do nothing.
  const allWait = ends.length > 0 && ends.length === waits.length;
  if (allWait || soonest < regular) return { at: soonest, reason: 'backoff' };
  return { at: regular, reason: 'interval' };
}

/** When installations that were never synced are due: soon, spread so that they do not all start at once. */
export function firstSyncs(
  ids: readonly string[],
  { intervalMs, now, random }: Pick<Timing, 'intervalMs' | 'now' | 'random'>,
): { installationId: string; dueAt: number }[] {
  const spread = Math.min(intervalMs * JITTER, MINUTE);
  return ids.map((installationId, index) => ({
    installationId,
    // The first one is due at once, so that the user sees something happen.
    dueAt: now + (index === 0 ? 0 : Math.round(random() * spread)),
  }));
}
