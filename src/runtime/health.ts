/** The health report, with the field names of the ecosystem. Five queries, for any number of installations. */
import { activeThatWorked } from './implied.js';
import type { Cursor, Heartbeat, Installation, LeaseRow, Run } from './ports/records.js';
import type { Store } from './ports/store.js';
import { futureCursorText, isInFuture } from './sync/step/ahead.js';

/** A loop without a heartbeat for this long is dead or blocked. */
export const SILENT_AFTER_MS = 2 * 60_000;

/** How far the clocks of machines may differ. A time further ahead is not trusted. */
const CLOCK_SKEW_MS = 5 * 60_000;

export interface InstallationHealth {
  installation_id: string;
  /** When the newest finished run ended, ISO-8601; null without a finished run. */
  last_run_at: string | null;
  last_run_age_ms: number | null;
  /** The status of the newest finished run; `running` during the very first run. */
  last_run_status: Run['status'] | null;
  /** Needs attention: see `buildHealthReport`. */
  stale: boolean;
  /** When the newest run that succeeded ended, ISO-8601; null without such a run. */
  last_success_at: string | null;
}

export interface HealthReport {
  status: 'ok' | 'degraded';
  /** The reasons why it is degraded, one per line; empty when healthy. */
  reasons: string[];
  db: 'ok' | 'error';
  active_installations: number;
  /** Counts only cursors of active installations. */
  cursors_in_error: number;
  installations: InstallationHealth[];
  /** Processes that sync in a loop, without those that ended normally. */
  loops: LoopHealth[];
  checked_at: string;
}

export interface LoopHealth {
  host: string;
  pid: number;
  started_at: string;
  beat_at: string;
  /** When its next sync is due; null when no sync is scheduled. */
  next_at: string | null;
  /** It has sent no heartbeat for too long. */
  silent: boolean;
}

export interface HealthThresholds {
  /** Age of the newest run that succeeded; default 6 hours. */
  staleAfterMs?: number;
  /** More cursors in error than this, over all installations, degrade the health; default 10. */
  maxCursorsInError?: number;
  /** The limit of clean runs in a row without a moved cursor; default 96, a day of runs every 15 minutes. */
  maxUnmovedRuns?: number;
}

export const DEFAULT_THRESHOLDS: Required<HealthThresholds> = {
  staleAfterMs: 6 * 60 * 60 * 1000,
  maxCursorsInError: 10,
  maxUnmovedRuns: 96,
};

/** After this many failures in a row, the age of the last sync counts too: one failure may be chance. */
const REPEATED_FAILURES = 3;

/**
 * Degraded when the store does not answer (there is still a report), when too many cursors are in
 * error, or when an active installation is stale:
 * - its newest run with the status `ok` is too old, or it never had one and became active too long ago. A partial run
 *   does not count: in an outage, the steps that have nothing to push are still clean;
 * - at least half of its cursors are in error, or one failed three times and has not moved for as long as a run may be old;
 * - a run is open that no live lease covers, a cursor lies in the future, or clean runs do not move one.
 * So is it when a process that syncs in a loop has fallen silent.
 */
export async function buildHealthReport(
  store: Store,
  nowMs: number,
  thresholds: HealthThresholds = {},
): Promise<HealthReport> {
  const limits = { ...DEFAULT_THRESHOLDS, ...thresholds };
  const checked_at = new Date(nowMs).toISOString();
  let facts: Facts[];
  let loops: LoopHealth[];
  try {
    facts = await readFacts(store);
    loops = (await store.heartbeats.list()).map((one) => loopOf(one, nowMs));
  } catch {
    return {
      status: 'degraded',
      reasons: ['the store does not answer'],
      db: 'error',
      active_installations: 0,
      cursors_in_error: 0,
      installations: [],
      loops: [],
      checked_at,
    };
  }
  const judged = facts.map((one) => judge(one, nowMs, limits));
  const installations = judged.map(({ health }) => health);
  const cursors_in_error = facts.flatMap(({ cursors }) => cursors).filter(isInError).length;
  const most = limits.maxCursorsInError;
  const reasons = [
    ...(cursors_in_error > most
      ? [`${cursors_in_error} cursors are in error, more than ${most}`]
      : []),
    ...judged.flatMap((one) => one.reasons),
    ...loops.filter(({ silent }) => silent).map(silence),
  ];
  return {
    status: reasons.length > 0 ? 'degraded' : 'ok',
    reasons,
    db: 'ok',
    active_installations: installations.length,
    cursors_in_error,
    installations,
    loops,
    checked_at,
  };
}

const silence = ({ host, pid, beat_at }: LoopHealth): string =>
  `the loop of process ${pid} on ${host} has sent no heartbeat since ${beat_at}`;

function loopOf({ owner, startedAt, beatAt, nextAt }: Heartbeat, nowMs: number): LoopHealth {
  return {
    host: owner.host,
    pid: owner.pid,
    started_at: new Date(startedAt).toISOString(),
    beat_at: new Date(beatAt).toISOString(),
    next_at: nextAt === null ? null : new Date(nextAt).toISOString(),
    silent: nowMs - beatAt > SILENT_AFTER_MS || beatAt > nowMs + CLOCK_SKEW_MS,
  };
}

/** The facts about one active installation. */
interface Facts {
  installation: Installation;
  last: Run | null;
  lastFinished: Run | null;
  lastSucceeded: Run | null;
  cursors: Cursor[];
  lease: LeaseRow | null;
  /** Loops skip it, so its age says nothing. */
  paused: boolean;
}

async function readFacts(store: Store): Promise<Facts[]> {
  await store.ping();
  const [active, latest, cursors, leases, scheduled] = await Promise.all([
    activeThatWorked(store),
    store.runs.latest(),
    store.cursors.list(),
    store.leases.list(),
    store.schedule.list(),
  ]);
  const paused = new Set(
    scheduled.filter((one) => one.paused).map(({ installationId }) => installationId),
  );
  const runs = new Map(latest.map((entry) => [entry.installationId, entry]));
  const held = new Map(leases.map((lease) => [lease.installationId, lease]));
  const cursorsOf = new Map<string, Cursor[]>(active.map((i) => [i.installationId, []]));
  for (const cursor of cursors) cursorsOf.get(cursor.installationId)?.push(cursor);
  const none = { last: null, lastFinished: null, lastSucceeded: null };
  return active.map((installation) => ({
    installation,
    ...(runs.get(installation.installationId) ?? none),
    cursors: cursorsOf.get(installation.installationId) ?? [],
    lease: held.get(installation.installationId) ?? null,
    paused: paused.has(installation.installationId),
  }));
}

function judge(
  facts: Facts,
  nowMs: number,
  limits: Required<HealthThresholds>,
): { health: InstallationHealth; reasons: string[] } {
  const { installation, last, lastFinished, lastSucceeded } = facts;
  const finishedAt = endOf(lastFinished);
  const why = STALE_RULES.flatMap((rule) => rule(facts, nowMs, limits) ?? []);
  const health = {
    installation_id: installation.installationId,
    last_run_at: isoOrNull(finishedAt),
    last_run_age_ms: finishedAt === null ? null : nowMs - finishedAt,
    last_run_status: (lastFinished ?? last)?.status ?? null,
    stale: why.length > 0,
    last_success_at: isoOrNull(endOf(lastSucceeded)),
  };
  return { health, reasons: why.map((line) => `${installation.installationId}: ${line}`) };
}

/** The reason to be degraded, or null. */
type StaleRule = (facts: Facts, nowMs: number, limits: Required<HealthThresholds>) => string | null;

const STALE_RULES: readonly StaleRule[] = [
  function noRecentSuccess({ installation, lastSucceeded, paused }, nowMs, { staleAfterMs }) {
    const since = endOf(lastSucceeded) ?? activeSince(installation);
    if (since === null) return paused ? null : 'no run has ever succeeded';
    if (since > nowMs + CLOCK_SKEW_MS)
      return `its newest ${lastSucceeded ? 'success' : 'activation'} is in the future, at ${iso(since)}: check the clock`;
    if (paused || nowMs - since <= staleAfterMs) return null;
    return `no run has succeeded since ${iso(since)}`;
  },
  function manyInError({ cursors }) {
    const failing = cursors.filter(isInError).length;
    if (failing === 0 || failing * 2 < cursors.length) return null;
    return `${failing} of ${cursors.length} ${cursors.length === 1 ? 'cursor is' : 'cursors are'} in error`;
  },
  function failsForLong({ installation, cursors, paused }, nowMs, { staleAfterMs }) {
    if (paused) return null;
    const failing = cursors.filter(
      (cursor) =>
        isInError(cursor) &&
        cursor.consecutiveFailures >= REPEATED_FAILURES &&
        nowMs - (cursor.lastSyncedAt ?? activeSince(installation) ?? 0) > staleAfterMs,
    );
    if (failing.length === 0) return null;
    return `failed at least ${REPEATED_FAILURES} times and not synced for too long: ${namesOf(failing)}`;
  },
  function runWithoutLease({ last, lease }, nowMs) {
    if (last?.status !== 'running' || (lease !== null && lease.until > nowMs)) return null;
    return `run #${last.id} died; the next sync continues it`;
  },
  function cursorIsAhead({ cursors }, nowMs) {
    const ahead = cursors.filter((cursor) => isInFuture(cursor, nowMs));
    return ahead.length === 0 ? null : ahead.map(futureCursorText).join('; ');
  },
  function cursorDoesNotMove({ cursors }, _nowMs, { maxUnmovedRuns }) {
    const still = cursors.filter(({ unmovedRuns = 0 }) => unmovedRuns >= maxUnmovedRuns);
    if (still.length === 0) return null;
    return `successful runs do not move the cursor of ${namesOf(still)}`;
  },
];

const endOf = (run: Run | null): number | null => run && (run.finishedAt ?? run.startedAt);

const activeSince = ({ activatedAt, installedAt }: Installation): number | null =>
  activatedAt ?? installedAt;

const namesOf = (cursors: readonly Cursor[]): string =>
  cursors
    .map(({ entity, sourceKey }) => (sourceKey ? `${entity}/${sourceKey}` : entity))
    .join(', ');

const iso = (ms: number): string => new Date(ms).toISOString();

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

function isInError(cursor: Cursor): boolean {
  return cursor.lastStatus === 'error';
}
