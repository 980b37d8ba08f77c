/**
 * Syncs every active installation repeatedly: one sync at a time per installation, several installations in parallel.
 * `schedule.ts` decides when; this file waits, sends heartbeats and purges. It ends once the signal is aborted and
 * running syncs have stopped.
 */
import { SpmError } from '../../errors.js';
import { type Failure, failureOf } from '../failure.js';
import { SILENT_AFTER_MS } from '../health.js';
import { iso } from '../iso.js';
import type { Clock, Random } from '../ports/engine.js';
import type { Cursor, LeaseOwner, Purged } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { purgeDaily, type RetentionDays } from '../retention.js';
import type { SyncReport } from '../sync/report.js';
import type { Wait, WaitReason } from '../waits.js';
import { Schedule } from './schedule.js';
import { type InstallationSync, resultOf } from './several.js';

/** How often the loop looks for new and removed installations, and writes its heartbeat. */
export const BEAT_MS = 10_000;
/** How much longer than its steps a run may take to finish. */
const GRACE_MS = 2_000;

/** The events of a loop. Times are ISO-8601 UTC. */
export type LoopEvent = { at: string } & (
  | { event: 'loop_started'; interval_ms: number; concurrency: number }
  | { event: 'installations'; active: number; added: string[]; removed: string[] }
  | { event: 'sync_started'; installation_id: string }
  | ({ event: 'sync_ended'; next_at: string | null } & InstallationSync)
  /** A sync waits for more than a few seconds, at most until `until`. */
  | { event: 'waiting'; installation_id: string | null; reason: WaitReason; until: string }
  | ({ event: 'purged' } & Purged)
  /** The loop failed to do something, such as read the store. It retries. */
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
  /** How many installations are synced in parallel. */
  concurrency: number;
  drainTimeoutMs: number;
  retention: RetentionDays;
  signal: AbortSignal;
  /** Lists the installations to sync. The loop calls it at each beat. */
  installations(): Promise<readonly string[]>;
  sync(installationId: string): Promise<SyncReport>;
  tell(event: LoopEvent): Promise<void>;
  /** Receives a function that makes the loop look for installations at once. */
  subscribe?(look: () => void): void;
}

/** Resolves to the last event. Errors that may go away become events; they do not reject. */
export async function runLoop(input: SchedulerInput): Promise<LoopEvent> {
  const { signal, intervalMs, concurrency, random, clock } = input;
  const schedule = new Schedule(intervalMs, random);
  const startedAt = clock.now();
  const loop: Loop = {
    ...{ input, schedule, running: new Map(), startedAt, lookAt: startedAt },
    wake() {},
  };
  signal.addEventListener('abort', () => loop.wake(), { once: true });
  await tell(loop, { event: 'loop_started', interval_ms: intervalMs, concurrency });
  await attempt(loop, () => removeDeadLoops(loop));
  input.subscribe?.(() => lookSoon(loop));
  while (!signal.aborted) {
    if (clock.now() >= loop.lookAt) {
      loop.lookAt = clock.now() + BEAT_MS;
      await attempt(loop, () => look(loop));
    }
    startDue(loop);
    await pause(loop);
  }
  return drain(loop);
}

interface Loop {
  readonly input: SchedulerInput;
  readonly schedule: Schedule;
  /** Running syncs by installation. */
  readonly running: Map<string, Promise<void>>;
  readonly startedAt: number;
  /** When it looks for installations again. */
  lookAt: number;
  /** Ends the pause. */
  wake(): void;
}

function lookSoon(loop: Loop): void {
  loop.lookAt = loop.input.clock.now();
  loop.wake();
}

async function look(loop: Loop): Promise<void> {
  const { input, schedule, startedAt } = loop;
  const { store, clock, retention, owner } = input;
  const ids = await input.installations();
  const { added, removed } = schedule.take(ids, clock.now());
  if (added.length + removed.length > 0)
    await tell(loop, { event: 'installations', active: schedule.size, added, removed });
  const { nextAt } = schedule;
  await store.heartbeats.put({ owner, startedAt, beatAt: clock.now(), nextAt });
  const purged = await purgeDaily(store, retention, clock.now());
  if (purged) await tell(loop, { event: 'purged', ...purged });
}

/** Removes the heartbeats of loops that died without removing them. */
async function removeDeadLoops({ input }: Loop): Promise<void> {
  const { store, clock } = input;
  for (const { owner, beatAt } of await store.heartbeats.list())
    if (beatAt < clock.now() - SILENT_AFTER_MS) await store.heartbeats.remove(owner.id);
}

function startDue(loop: Loop): void {
  const { input, schedule, running } = loop;
  const room = input.concurrency - running.size;
  for (const id of schedule.due(input.clock.now(), room)) {
    schedule.begin(id);
    const done = syncOne(loop, id).finally(() => {
      running.delete(id);
      loop.wake();
    });
    running.set(id, done);
  }
}

/** Never rejects. */
async function syncOne(loop: Loop, id: string): Promise<void> {
  const { input, schedule } = loop;
  const { clock } = input;
  const startedAt = clock.now();
  await tell(loop, { event: 'sync_started', installation_id: id });
  const result = await resultOf(id, input.sync);
  const ended = await attemptOf(loop, result);
  const nextAt = schedule.end(id, ended, { startedAt, now: clock.now() });
  const next_at = nextAt === null ? null : iso(Math.round(nextAt));
  // It is not active any more.
  if (result.status === 'skipped') lookSoon(loop);
  await tell(loop, { event: 'sync_ended', next_at, ...result });
}

async function attemptOf(loop: Loop, { installation_id, status, error }: InstallationSync) {
  if (status === 'busy') return { kind: 'busy' } as const;
  if (error !== null) return { kind: 'failed' } as const;
  const cursors = await cursorsOf(loop, installation_id);
  return cursors === null ? ({ kind: 'failed' } as const) : ({ kind: 'ran', cursors } as const);
}

async function cursorsOf(loop: Loop, installationId: string): Promise<Cursor[] | null> {
  try {
    return await loop.input.store.cursors.list({ installationId });
  } catch (error) {
    await tell(loop, { event: 'trouble', error: failureOf(error) });
    return null;
  }
}

async function pause(loop: Loop): Promise<void> {
  const { input, schedule, running, lookAt } = loop;
  const { clock, signal, concurrency } = input;
  const awake = new AbortController();
  loop.wake = () => awake.abort();
  if (signal.aborted) return;
  const hasRoom = running.size < concurrency;
  const next = (hasRoom ? schedule.nextAt : null) ?? lookAt;
  const ms = Math.min(next, lookAt) - clock.now();
  // Rounded up: a fraction of a millisecond would cause a busy loop.
  await clock.sleep(Math.max(Math.ceil(ms), 1), awake.signal);
}

async function drain(loop: Loop): Promise<LoopEvent> {
  const { input, running } = loop;
  const { clock, drainTimeoutMs, store, owner } = input;
  const over = new AbortController();
  await Promise.race([
    Promise.all(running.values()),
    clock.sleep(drainTimeoutMs + GRACE_MS, over.signal),
  ]);
  over.abort();
  await attempt(loop, () => store.heartbeats.remove(owner.id));
  return dated(loop, { event: 'loop_ended', given_up: [...running.keys()] });
}

export function waitingEvent({ installationId, reason, until }: Wait, now: number): LoopEvent {
  const what = { installation_id: installationId, reason, until: iso(until) };
  return { at: iso(now), event: 'waiting', ...what };
}

/** Reports an SpmError as an event, since the loop can succeed at its next attempt. */
async function attempt(loop: Loop, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof SpmError)) throw error;
    await tell(loop, { event: 'trouble', error: failureOf(error) });
  }
}

function tell(loop: Loop, news: News): Promise<void> {
  return loop.input.tell(dated(loop, news));
}

function dated({ input }: Loop, news: News): LoopEvent {
  return { at: iso(input.clock.now()), ...news } as LoopEvent;
}
