/** When each installation is synced next. Pure: times go in, times come out. */

import type { Random } from '../ports/engine.js';
import type { Cursor } from '../ports/records.js';
import { backoffWindowMs, notBefore, pauseEnd } from '../sync/step/backoff.js';

/** Times are spread by up to this share of what is waited for, to both sides. */
const JITTER = 0.1;
const MINUTE = 60_000;
/** However much there is to do, an installation is left alone for so long. */
const LEAST_MS = 1_000;

/** How one attempt ended. */
export type SyncAttempt =
  /** There was a run, whatever came of its steps. `cursors` are those of the installation afterwards. */
  | { kind: 'ran'; cursors: readonly Cursor[] }
  /** Another process works on it. */
  | { kind: 'busy' }
  /** Nothing could be done, such as without an API; how many times in a row. */
  | { kind: 'failed'; failures: number };

export interface Timing {
  /** Between the begins of two syncs. */
  intervalMs: number;
  startedAt: number;
  now: number;
  random: Random;
}

/** Never before a second from now. */
export function nextSync(attempt: SyncAttempt, timing: Timing): number {
  return Math.max(wantedTime(attempt, timing), timing.now + LEAST_MS);
}

function wantedTime(attempt: SyncAttempt, { intervalMs, startedAt, now, random }: Timing): number {
  const spread = (ms: number) => ms * (1 - JITTER + 2 * JITTER * random());
  if (attempt.kind === 'busy') return now + spread(Math.min(MINUTE, intervalMs));
  if (attempt.kind === 'failed')
    return now + spread(Math.min(backoffWindowMs(attempt.failures), intervalMs));
  const { cursors } = attempt;
  // No step is tried while the API has asked for a pause.
  return Math.max(
    nextTry(cursors, now, startedAt + spread(intervalMs)),
    pauseEnd(cursors, now) ?? 0,
  );
}

/** A step that waits is tried when its time has come, before or after the next regular run. */
function nextTry(cursors: readonly Cursor[], now: number, regular: number): number {
  const waits = cursors.map((cursor) => notBefore(cursor, now));
  const ends = waits.filter((at) => at !== null);
  if (ends.length === 0) return regular;
  const soonest = Math.min(...ends);
  // Where every step waits, a run before could do nothing.
  return ends.length === waits.length ? soonest : Math.min(regular, soonest);
}

/** An attempt of which only the schedule knows how many failed before. */
type Ended = Exclude<SyncAttempt, { kind: 'failed' }> | { kind: 'failed' };

interface Entry {
  nextAt: number;
  running: boolean;
  failures: number;
}

/** Every installation that is scheduled. */
export class Schedule {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly intervalMs: number,
    private readonly random: Random,
  ) {}

  /** Takes these, and no others. New ones are due soon, but not all in the same moment. */
  take(ids: readonly string[], now: number): { added: string[]; removed: string[] } {
    const wanted = new Set(ids);
    const added = [...wanted].filter((id) => !this.entries.has(id));
    const removed = [...this.entries.keys()].filter((id) => !wanted.has(id));
    const spread = added.length > 1 ? Math.min(this.intervalMs * JITTER, MINUTE) : 0;
    added.forEach((id, index) => {
      // The first is due at once, so that something happens.
      const nextAt = now + (index === 0 ? 0 : this.random() * spread);
      this.entries.set(id, { nextAt, running: false, failures: 0 });
    });
    for (const id of removed) this.entries.delete(id);
    return { added, removed };
  }

  /** Those to begin now, the longest overdue first. */
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

  /** When it is due again; null when it is not scheduled any more. */
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

  /** When the next one is due that does not run already; null when there is none. */
  get nextAt(): number | null {
    const times = [...this.entries.values()].filter(({ running }) => !running);
    return times.length === 0 ? null : Math.min(...times.map(({ nextAt }) => nextAt));
  }

  get size(): number {
    return this.entries.size;
  }
}
