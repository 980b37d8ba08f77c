/**
 * Syncs every active installation again and again: one at a time each, several side by side. Decides with `schedule.ts`;
 * here are the waiting, the heartbeat and the upkeep. Ends when the signal is aborted, and what runs has stopped.
 */
import { SpmError } from '../../errors.js';
import { type Failure, failureOf } from '../failure.js';
import { SILENT_AFTER_MS } from '../health.js';
import type { Clock, Random } from '../ports/engine.js';
import type { Cursor, LeaseOwner, Purged } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { purgeDaily, type RetentionDays } from '../retention.js';
import { iso, type SyncReport } from '../sync/report.js';
import { Schedule } from './schedule.js';
import { failedSync, type InstallationSync } from './several.js';

/** How often it looks whether installations came or went, and says that it lives. */
export const BEAT_MS = 10_000;
/** How much longer than its steps a run may take to come to its end. */
const GRACE_MS = 2_000;

/** What happens in a loop, as it happens. Times are ISO-8601 UTC. */
export type LoopEvent = { at: string } & (
  | { event: 'loop_started'; interval_ms: number; concurrency: number }
  | { event: 'installations'; active: number; added: string[]; removed: string[] }
  | { event: 'sync_started'; installation_id: string }
  | ({ event: 'sync_ended'; next_at: string | null } & InstallationSync)
  | ({ event: 'purged' } & Purged)
  /** The loop itself could not do something, such as read the store; it tries again. */
  | { event: 'trouble'; error: Failure }
  | { event: 'loop_ended'; given_up: string[] }
);

type News = LoopEvent extends infer E ? (E extends LoopEvent ? Omit<E, 'at'> : never) : never;

export interface SchedulerInput {
  store: Store;
  clock: Clock;
  random: Random;
  owner: LeaseOwner;
  intervalMs: number;
  /** Installations that are synced side by side. */
  concurrency: number;
  drainTimeoutMs: number;
  retention: RetentionDays;
  signal: AbortSignal;
  /** Those to sync, asked for again and again. */
  installations(): Promise<readonly string[]>;
  sync(installationId: string): Promise<SyncReport>;
  tell(event: LoopEvent): Promise<void>;
}

/** Resolves, after the last event, to that event. Never rejects for what may be better later. */
export async function runLoop(input: SchedulerInput): Promise<LoopEvent> {
  return new Scheduler(input).run();
}

class Scheduler {
  private readonly schedule: Schedule;
  private readonly running = new Map<string, Promise<void>>();
  private readonly startedAt: number;
  private wake = () => {};

  constructor(private readonly input: SchedulerInput) {
    const { intervalMs, random, clock } = input;
    this.schedule = new Schedule(intervalMs, random);
    this.startedAt = clock.now();
  }

  async run(): Promise<LoopEvent> {
    const { signal, intervalMs, concurrency } = this.input;
    signal.addEventListener('abort', () => this.wake(), { once: true });
    await this.tell({ event: 'loop_started', interval_ms: intervalMs, concurrency });
    await this.attempt(() => this.bury());
    let lookAt = this.startedAt;
    while (!signal.aborted) {
      if (this.input.clock.now() >= lookAt) {
        await this.attempt(() => this.look());
        lookAt = this.input.clock.now() + BEAT_MS;
      }
      this.startDue();
      await this.pause(lookAt);
    }
    return this.drain();
  }

  private async look(): Promise<void> {
    const { store, clock, retention, owner } = this.input;
    const ids = await this.input.installations();
    const { added, removed } = this.schedule.take(ids, clock.now());
    if (added.length + removed.length > 0)
      await this.tell({ event: 'installations', active: this.schedule.size, added, removed });
    await store.heartbeats.put({
      owner,
      startedAt: this.startedAt,
      beatAt: clock.now(),
      nextAt: this.schedule.nextAt,
    });
    const purged = await purgeDaily(store, retention, clock.now());
    if (purged) await this.tell({ event: 'purged', ...purged });
  }

  /** Rows of loops that ended without a word. */
  private async bury(): Promise<void> {
    const { store, clock } = this.input;
    for (const { owner, beatAt } of await store.heartbeats.list())
      if (beatAt < clock.now() - SILENT_AFTER_MS) await store.heartbeats.remove(owner.id);
  }

  private startDue(): void {
    const room = this.input.concurrency - this.running.size;
    for (const id of this.schedule.due(this.input.clock.now(), room)) {
      this.schedule.begin(id);
      const done = this.syncOne(id).finally(() => {
        this.running.delete(id);
        this.wake();
      });
      this.running.set(id, done);
    }
  }

  /** Never rejects. */
  private async syncOne(id: string): Promise<void> {
    const { clock } = this.input;
    const startedAt = clock.now();
    await this.tell({ event: 'sync_started', installation_id: id });
    const result = await this.resultOf(id);
    const attempt = await this.attemptOf(result);
    const nextAt = this.schedule.end(id, attempt, { startedAt, now: clock.now() });
    const next_at = nextAt === null ? null : iso(Math.round(nextAt));
    await this.tell({ event: 'sync_ended', next_at, ...result });
  }

  private async resultOf(id: string): Promise<InstallationSync> {
    try {
      const report = await this.input.sync(id);
      return { installation_id: id, status: report.status, report, error: null };
    } catch (error) {
      return failedSync(id, error);
    }
  }

  private async attemptOf({ installation_id, status, error }: InstallationSync) {
    if (status === 'busy') return { kind: 'busy' } as const;
    if (error !== null) return { kind: 'failed' } as const;
    const cursors = await this.cursorsOf(installation_id);
    return cursors === null ? ({ kind: 'failed' } as const) : ({ kind: 'ran', cursors } as const);
  }

  private async cursorsOf(installationId: string): Promise<Cursor[] | null> {
    try {
      return await this.input.store.cursors.list({ installationId });
    } catch (error) {
      await this.tell({ event: 'trouble', error: failureOf(error) });
      return null;
    }
  }

  private async pause(lookAt: number): Promise<void> {
    const { clock, signal, concurrency } = this.input;
    const awake = new AbortController();
    this.wake = () => awake.abort();
    if (signal.aborted) return;
    const hasRoom = this.running.size < concurrency;
    const next = (hasRoom ? this.schedule.nextAt : null) ?? lookAt;
    const ms = Math.min(next, lookAt) - clock.now();
    // Rounded up, or a part of a millisecond would be waited for again and again.
    await clock.sleep(Math.max(Math.ceil(ms), 1), awake.signal);
  }

  private async drain(): Promise<LoopEvent> {
    const { clock, drainTimeoutMs, store, owner } = this.input;
    const over = new AbortController();
    await Promise.race([
      Promise.all(this.running.values()),
      clock.sleep(drainTimeoutMs + GRACE_MS, over.signal),
    ]);
    over.abort();
    await this.attempt(() => store.heartbeats.remove(owner.id));
    return this.dated({ event: 'loop_ended', given_up: [...this.running.keys()] });
  }

  /** What may be better the next time is no reason to end. */
  private async attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof SpmError)) throw error;
      await this.tell({ event: 'trouble', error: failureOf(error) });
    }
  }

  private tell(news: News): Promise<void> {
    return this.input.tell(this.dated(news));
  }

  private dated(news: News): LoopEvent {
    return { at: iso(this.input.clock.now()), ...news } as LoopEvent;
  }
}
