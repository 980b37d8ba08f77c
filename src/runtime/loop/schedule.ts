/** Decides when each installation is synced next. Pure: it takes times and returns times. */

import type { Random } from '../ports/engine.js';
import type { Cursor } from '../ports/records.js';
import { backoffWindowMs, notBefore, pauseEnd } from '../sync/step/backoff.js';

/** Waits are made up to this much shorter or longer at random, so that installations do not sync in step. */
const JITTER = 0.1;
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

/** The next sync starts at least one second from now. */
export function nextSync(attempt: SyncAttempt, timing: Timing): number {
  return Math.max(wantedTime(attempt, timing), timing.now + LEAST_MS);
}

function wantedTime(attempt: SyncAttempt, { intervalMs, startedAt, now, random }: Timing): number {
  const spread = (ms: number) => ms * (1 - JITTER + 2 * JITTER * random());
  if (attempt.kind === 'busy') return now + spread(Math.min(MINUTE, intervalMs));
  if (attempt.kind === 'failed')
    return now + spread(Math.min(backoffWindowMs(attempt.failures), intervalMs));
  const { cursors } = attempt;
  // While the API has asked for a pause, no step can run.
  return Math.max(
    nextTry(cursors, now, startedAt + spread(intervalMs)),
    pauseEnd(cursors, now) ?? 0,
  );
}

/** Returns the earlier of the next regular run and the end of the first back-off. */
function nextTry(cursors: readonly Cursor[], now: number, regular: number): number {
  const waits = cursors.map((cursor) => notBefore(cursor, now));
  const ends = waits.filter((at) => at !== null);
  if (ends.length === 0) return regular;
  const soonest = Math.min(...ends);
  // When all steps wait, an earlier run would do nothing.
  return ends.length === waits.length ? soonest : Math.min(regular, soonest);
}

/** The schedule itself counts the failures in a row. */
type Ended = Exclude<SyncAttempt, { kind: 'failed' }> | { kind: 'failed' };

interface Entry {
  nextAt: number;
  running: boolean;
  failures: number;
}

/** The scheduled installations. */
export class Schedule {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly intervalMs: number,
    private readonly random: Random,
  ) {}

  /**
   * Replaces the set of scheduled installations. New ones are due soon, spread so that they do not all start at once.
   */
  take(ids: readonly string[], now: number): { added: string[]; removed: string[] } {
    const wanted = new Set(ids);
    const added = [...wanted].filter((id) => !this.entries.has(id));
    const removed = [...this.entries.keys()].filter((id) => !wanted.has(id));
    const spread = added.length > 1 ? Math.min(this.intervalMs * JITTER, MINUTE) : 0;
    added.forEach((id, index) => {
      // The first one is due at once, so that the user sees something happen.
      const nextAt = now + (index === 0 ? 0 : this.random() * spread);
      this.entries.set(id, { nextAt, running: false, failures: 0 });
    });
    for (const id of removed) this.entries.delete(id);
    return { added, removed };
  }

  /** Installations to sync now, the most overdue first. */
  due(now: number, room: number): string[] {
    return [...this.entries]
      .filter(([, { nextAt, running }]) => !running && nextAt <= now)
      .sort(([, a], [, b]) => a.nextAt - b.nextAt)
      .slice(0, Math.max(room, 0))
      .map(([id]) => id);
  }

  begin(id: string): void {
    const entry = this.entries.get(id);
    if (entry) entry.running = true;
  }

  /** Returns when the installation is due again, or null when it was removed from the schedule. */
  end(id: string, ended: Ended, times: Pick<Timing, 'startedAt' | 'now'>): number | null {
    const entry = this.entries.get(id);
    if (entry === undefined) return null;
    entry.running = false;
    entry.failures = ended.kind === 'failed' ? entry.failures + 1 : 0;
    const { intervalMs, random } = this;
    const attempt = ended.kind === 'failed' ? { ...ended, failures: entry.failures } : ended;
    entry.nextAt = nextSync(attempt, { ...times, intervalMs, random });
    return entry.nextAt;
  }

  /** When the next idle installation is due; null when there is none. */
  get nextAt(): number | null {
    const times = [...this.entries.values()].filter(({ running }) => !running);
    return times.length === 0 ? null : Math.min(...times.map(({ nextAt }) => nextAt));
  }

  get size(): number {
    return this.entries.size;
  }
}
