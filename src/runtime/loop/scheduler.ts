/**
 * Syncs every active installation repeatedly: one sync at a time per installation, several installations in parallel.
 * `schedule.ts` decides when, the store keeps it, so that loops on one store share the installations; this file claims
 * what is due, waits, sends heartbeats and purges. It ends once the signal is aborted and running syncs have stopped.
 */
import { SpmError } from '../../errors.js';
import { type Failure, failureOf } from '../failure.js';
import { SILENT_AFTER_MS } from '../health.js';
import { iso } from '../iso.js';
import type { Clock, Random } from '../ports/engine.js';
import type { Cursor, LeaseOwner, Purged } from '../ports/records.js';
import type { ScheduledInstallation } from '../ports/schedule.js';
import type { Store } from '../ports/store.js';
import { purgeDaily, type RetentionDays } from '../retention.js';
import type { SyncReport } from '../sync/report.js';
import type { Wait, WaitReason } from '../waits.js';
import { firstSyncs, JITTER, nextSync, type SyncAttempt } from './schedule.js';
import { type InstallationSync, resultOf } from './several.js';

/** How often the loop looks for new and removed installations, and writes its heartbeat. */
export const BEAT_MS = 10_000;
/** A claim lasts for some beats, so that a killed loop's installations are taken over within a minute. */
export const CLAIM_TTL_MS = 40_000;
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
  const { signal, intervalMs, concurrency, clock } = input;
  const startedAt = clock.now();
  const loop: Loop = {
    ...{ input, ids: new Set(), running: new Map(), startedAt, lookAt: startedAt, wake() {} },
  };
  signal.addEventListener('abort', () => loop.wake(), { once: true });
  await tell(loop, { event: 'loop_started', interval_ms: intervalMs, concurrency });
  await attempt(loop, () => removeDeadLoops(loop));
  input.subscribe?.(() => lookSoon(loop));
  while (!signal.aborted) {
    // Made before the store is asked: a sync that ends meanwhile must end the pause too.
    const awake = new AbortController();
    loop.wake = () => awake.abort();
    if (clock.now() >= loop.lookAt) {
      loop.lookAt = clock.now() + BEAT_MS;
      await attempt(loop, () => keepClaims(loop));
      await attempt(loop, () => look(loop));
    }
    let nextAt: number | null = null;
    await attempt(loop, async () => {
      nextAt = await startDue(loop);
    });
    if (signal.aborted) break;
    const ms = Math.min(nextAt ?? loop.lookAt, loop.lookAt) - clock.now();
    // Rounded up: a fraction of a millisecond would cause a busy loop.
    await clock.sleep(Math.max(Math.ceil(ms), 1), awake.signal);
  }
  return drain(loop);
}

interface Loop {
  readonly input: SchedulerInput;
  /** The installations of the last look. */
  ids: ReadonlySet<string>;
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
  const { input, startedAt } = loop;
  const { store, clock, retention, owner } = input;
  const ids = new Set(await input.installations());
  const added = [...ids].filter((id) => !loop.ids.has(id));
  const removed = [...loop.ids].filter((id) => !ids.has(id));
  await enroll(loop, added, [...ids]);
  loop.ids = ids;
  if (added.length + removed.length > 0)
    await tell(loop, { event: 'installations', active: ids.size, added, removed });
  const nextAt = await store.schedule.nextDue(idle(loop), clock.now());
  await store.heartbeats.put({ owner, startedAt, beatAt: clock.now(), nextAt });
  const purged = await purgeDaily(store, retention, clock.now());
  if (purged) await tell(loop, { event: 'purged', ...purged });
}

/** The known ones are enrolled again: their rows go when they are removed and added again between two looks. */
async function enroll({ input }: Loop, added: readonly string[], ids: readonly string[]) {
  const { store, clock, intervalMs, random } = input;
  const now = clock.now();
  const first = firstSyncs(added, { intervalMs, now, random });
  const known = ids
    .filter((id) => !added.includes(id))
    .map((installationId) => ({ installationId, dueAt: now }));
  await store.schedule.enroll([...first, ...known], { intervalMs, jitter: JITTER }, now);
}

/** Claims also end by themselves, when the loop dies. */
async function keepClaims({ input, running }: Loop): Promise<void> {
  const { store, clock, owner } = input;
  if (running.size === 0) return;
  const installationIds = [...running.keys()];
  const claim = { installationIds, ownerId: owner.id, ttlMs: CLAIM_TTL_MS, now: clock.now() };
  await store.schedule.renewClaims(claim);
}

const idle = ({ ids, running }: Loop): string[] => [...ids].filter((id) => !running.has(id));

/** Removes the heartbeats of loops that died without removing them. */
async function removeDeadLoops({ input }: Loop): Promise<void> {
  const { store, clock } = input;
  for (const { owner, beatAt } of await store.heartbeats.list())
    if (beatAt < clock.now() - SILENT_AFTER_MS) await store.heartbeats.remove(owner.id);
}

/** Returns when the next sync may start; null when none may before the next look. */
async function startDue(loop: Loop): Promise<number | null> {
  const { store, clock, owner, concurrency, signal } = loop.input;
  const room = () => concurrency - loop.running.size;
  if (room() <= 0) return null;
  const due = await store.schedule.claimDue({
    ...{ among: idle(loop), limit: room(), ownerId: owner.id },
    ...{ ttlMs: CLAIM_TTL_MS, now: clock.now() },
  });
  // The end of the loop releases what was claimed and not started.
  if (signal.aborted) return null;
  for (const one of due) start(loop, one);
  return room() > 0 ? store.schedule.nextDue(idle(loop), clock.now()) : null;
}

function start(loop: Loop, one: ScheduledInstallation): void {
  const { running } = loop;
  const done = syncOne(loop, one).finally(() => {
    running.delete(one.installationId);
    loop.wake();
  });
  running.set(one.installationId, done);
}

/** Never rejects. */
async function syncOne(loop: Loop, one: ScheduledInstallation): Promise<void> {
  const { input } = loop;
  const id = one.installationId;
  const startedAt = input.clock.now();
  await tell(loop, { event: 'sync_started', installation_id: id });
  const result = await resultOf(id, input.sync);
  // What the end of the loop cut off stays due, for another loop or the next start.
  const cutOff = input.signal.aborted && result.status !== 'ok';
  const nextAt = cutOff ? null : await settle(loop, one, result, startedAt);
  const next_at = nextAt === null || !loop.ids.has(id) ? null : iso(nextAt);
  // It is not active any more.
  if (result.status === 'skipped') lookSoon(loop);
  await tell(loop, { event: 'sync_ended', next_at, ...result });
}

/** Returns when it is due again; null when that was not stored, or when somebody else decides it now. */
async function settle(
  loop: Loop,
  one: ScheduledInstallation,
  result: InstallationSync,
  startedAt: number,
): Promise<number | null> {
  const { store, clock, random, owner, intervalMs } = loop.input;
  const attempt = await attemptOf(loop, one, result);
  const interval = one.intervalMs ?? intervalMs;
  const timing = { intervalMs: interval, startedAt, now: clock.now(), random };
  const { at, reason } = nextSync(attempt, timing);
  const dueAt = Math.ceil(at);
  const failures = attempt.kind === 'failed' ? attempt.failures : 0;
  try {
    const next = { dueAt, reason, failures };
    const settled = await store.schedule.settle(one.installationId, owner.id, next);
    return settled ? dueAt : null;
  } catch (error) {
    await tell(loop, { event: 'trouble', error: failureOf(error) });
    return null;
  }
}

async function attemptOf(
  loop: Loop,
  { failures }: ScheduledInstallation,
  { installation_id, status, error }: InstallationSync,
): Promise<SyncAttempt> {
  if (status === 'busy') return { kind: 'busy' };
  const cursors = error === null ? await cursorsOf(loop, installation_id) : null;
  return cursors === null ? { kind: 'failed', failures: failures + 1 } : { kind: 'ran', cursors };
}

async function cursorsOf(loop: Loop, installationId: string): Promise<Cursor[] | null> {
  try {
    return await loop.input.store.cursors.list({ installationId });
  } catch (error) {
    await tell(loop, { event: 'trouble', error: failureOf(error) });
    return null;
  }
}

async function drain(loop: Loop): Promise<LoopEvent> {
  const { input, running } = loop;
  const { clock, drainTimeoutMs, store, owner } = input;
  const over = new AbortController();
  const kept = keepClaimsUntil(loop, over.signal);
  await Promise.race([
    Promise.all(running.values()),
    clock.sleep(drainTimeoutMs + GRACE_MS, over.signal),
  ]);
  over.abort();
  await kept;
  await attempt(loop, () => store.schedule.release(owner.id));
  await attempt(loop, () => store.heartbeats.remove(owner.id));
  return dated(loop, { event: 'loop_ended', given_up: [...running.keys()] });
}

async function keepClaimsUntil(loop: Loop, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await attempt(loop, () => keepClaims(loop));
    await loop.input.clock.sleep(BEAT_MS, over);
  }
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
