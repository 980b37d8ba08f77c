/**
 * The Store port in memory, for tests and the simulation. Every method is atomic: it first makes all checks, then all
 * changes, without a pause in between. Input and output are copied, as in a real store.
 */
import { SpmError } from '../../src/errors.ts';
import { isHeld } from '../../src/runtime/lease/fence.ts';
import type { InboundCall, Lifecycle } from '../../src/runtime/ports/lifecycle.ts';
import type {
  Cursor,
  CursorKey,
  Heartbeat,
  Installation,
  KnownRecord,
  Lease,
  LeaseRow,
  NewInstallation,
  NewStateEntry,
  OpenWindow,
  ReadAgain,
  RecordChanges,
  Reject,
  Run,
  StateEntry,
  VersionInDoubt,
} from '../../src/runtime/ports/records.ts';
import type { DueReason, ScheduledInstallation } from '../../src/runtime/ports/schedule.ts';
import type {
  RejectFilter,
  RunFilter,
  StatusChange,
  Store,
} from '../../src/runtime/ports/store.ts';
import { Redactor } from '../../src/runtime/security/redactor.ts';
import type {
  FencedAdapter,
  KeptCommit,
  KeptEnd,
  KeptReject,
  StoreAdapter,
} from '../../src/runtime/store/adapter.ts';
import { type Guard, guardStore } from '../../src/runtime/store/guard.ts';
import {
  acceptWebhook,
  changed,
  lifecycleOf,
  type MemoryWebhook,
  statusOf,
} from './memoryLifecycle.ts';

/** The content of the store, which survives a crash of the process. */
export class MemoryData {
  readonly installations = new Map<string, Installation>();
  readonly state = new Map<string, Map<string, StateEntry>>();
  readonly leases = new Map<string, LeaseRow>();
  readonly cursors = new Map<string, Cursor>();
  readonly windows = new Map<string, OpenWindow>();
  readonly runs: Run[] = [];
  readonly rejects: Reject[] = [];
  readonly records = new Map<string, Map<string, KnownRecord>>();
  /** The first key is the installation, the second a name. */
  readonly inDoubt = new Map<string, Map<string, VersionInDoubt>>();
  readonly readAgain = new Map<string, ReadAgain>();
  /** The last complete full run of each step. */
  readonly generations = new Map<string, number>();
  readonly heartbeats = new Map<string, Heartbeat>();
  readonly schedule = new Map<string, ScheduledInstallation>();
  readonly upkeep = new Map<string, number>();
  readonly webhooks: MemoryWebhook[] = [];
  readonly lifecycles = new Map<string, Lifecycle>();
  readonly inbound = new Map<string, { status: string; error: string | null; at: number }>();
}

/** Two stores over the same data are like two processes with one store. */
export function openMemoryStore(
  data: MemoryData = new MemoryData(),
  guard: Guard = { redactor: new Redactor(), cipher: null },
): Store {
  return guardStore(new MemoryStore(data).store, guard);
}

class MemoryStore {
  private closed = false;
  readonly store: StoreAdapter;

  constructor(private readonly data: MemoryData) {
    this.store = {
      installations: this.installations(),
      state: this.state(),
      cursors: this.cursors(),
      runs: this.runs(),
      rejects: this.rejects(),
      records: this.knownRecords(),
      leases: this.leases(),
      webhooks: this.webhooks(),
      lifecycle: this.lifecycle(),
      inbound: this.inbound(),
      heartbeats: this.heartbeats(),
      schedule: this.schedule(),
      upkeep: this.upkeep(),
      fenced: this.fenced(),
      ping: () => this.act(() => {}),
      close: async () => {
        this.closed = true;
      },
    };
  }

  /** An atomic action; its result is a copy. */
  private async act<T>(body: () => T): Promise<T> {
    if (this.closed) throw new SpmError('SPM_STORE_UNAVAILABLE', 'The store is closed');
    return structuredClone(body());
  }

  private installations(): Store['installations'] {
    const all = this.data.installations;
    return {
      get: (id) => this.act(() => all.get(id) ?? null),
      list: ({ status } = {}) =>
        this.act(() =>
          [...all.values()]
            .filter((one) => status === undefined || one.status === status)
            .sort((a, b) => compare(a.installationId, b.installationId)),
        ),
      save: (given, now) => this.act(() => this.saveInstallation(given, now)),
      setStatus: (id, change, now) =>
        this.act(() => {
          if (all.has(id)) return this.changeStatus(id, change, now);
          throw new SpmError('SPM_UNKNOWN_INSTALLATION', `Unknown installation ${id}`);
        }),
    };
  }

  private changeStatus(id: string, { from, to }: StatusChange, now: number): boolean {
    const one = this.data.installations.get(id);
    if (one?.status !== from) return false;
    const times = {
      active: { activatedAt: now },
      inactive: {
        uninstalledAt: null,
        ...(from === 'uninstalled'
          ? { installedAt: now, deactivatedAt: null }
          : { deactivatedAt: now }),
      },
      uninstalled: { uninstalledAt: now },
    }[to];
    this.data.installations.set(id, { ...one, ...times, status: to });
    return true;
  }

  private saveInstallation(given: NewInstallation, now: number): void {
    const all = this.data.installations;
    const known = all.get(given.installationId) ?? newInstallation(given.installationId, now);
    all.set(given.installationId, { ...known, ...given });
  }

  private state(): Store['state'] {
    return {
      get: (id, key) => this.act(() => this.data.state.get(id)?.get(key) ?? null),
      list: (id) =>
        this.act(() =>
          [...(this.data.state.get(id)?.values() ?? [])].sort((a, b) => compare(a.key, b.key)),
        ),
      set: (id, entry, now) => this.act(() => this.putState(id, entry, now)),
      delete: (id, key) =>
        this.act(() => {
          this.data.state.get(id)?.delete(key);
        }),
    };
  }

  private putState(id: string, entry: NewStateEntry, now: number): void {
    const entries = this.data.state.get(id) ?? new Map<string, StateEntry>();
    this.data.state.set(id, entries.set(entry.key, { ...entry, form: 'text', updatedAt: now }));
  }

  private cursors(): Store['cursors'] {
    return {
      get: (key) => this.act(() => this.data.cursors.get(keyText(key)) ?? null),
      list: ({ installationId } = {}) =>
        this.act(() =>
          [...this.data.cursors.values()]
            .filter((one) => installationId === undefined || one.installationId === installationId)
            .sort((a, b) => compare(keyText(a), keyText(b))),
        ),
      getWindow: (key) => this.act(() => this.data.windows.get(keyText(key)) ?? null),
      getReadAgain: (key) => this.act(() => this.data.readAgain.get(keyText(key)) ?? null),
    };
  }

  private runs(): Store['runs'] {
    const newestFirst = () => [...this.data.runs].reverse();
    const isInterrupted = ({ summary }: Run) =>
      (summary as { interrupted?: unknown } | null)?.interrupted === true;
    const chosen = ({ installationId, status, interrupted, since }: RunFilter = {}) =>
      newestFirst().filter(
        (run) =>
          (installationId === undefined || run.installationId === installationId) &&
          (status === undefined || run.status === status) &&
          (interrupted === undefined || isInterrupted(run)) &&
          (since === undefined || run.startedAt >= since),
      );
    return {
      get: (id) => this.act(() => this.data.runs.find((run) => run.id === id) ?? null),
      list: (filter) => this.act(() => chosen(filter).slice(0, filter?.limit)),
      count: (filter) => this.act(() => chosen(filter).length),
      latest: () =>
        this.act(() =>
          [...groupBy(newestFirst(), (run) => run.installationId)]
            .sort(([a], [b]) => compare(a, b))
            .map(([installationId, runs]) => ({
              installationId,
              last: runs[0] as Run,
              lastFinished: runs.find((run) => run.status !== 'running') ?? null,
              lastSucceeded: runs.find((run) => run.status === 'ok') ?? null,
            })),
        ),
    };
  }

  private rejects(): StoreAdapter['rejects'] {
    const chosen = ({ ids, installationId, entity, state, since }: RejectFilter = {}) =>
      [...this.data.rejects]
        .reverse()
        .filter(
          (one) =>
            (installationId === undefined || one.installationId === installationId) &&
            (entity === undefined || one.entity === entity) &&
            (state === undefined || one.state === state) &&
            (ids === undefined || ids.includes(one.id)) &&
            (since === undefined || one.lastSeenAt >= since),
        );
    return {
      list: (filter) => this.act(() => chosen(filter).slice(0, filter?.limit)),
      count: (filter) => this.act(() => chosen(filter).length),
      open: (key) =>
        this.act(() => {
          const open = this.data.rejects.filter(
            (one) => one.state === 'open' && one.installationId === key.installationId,
          );
          const ofStep = open.filter((one) => keyText(one) === keyText(key));
          return { identities: ofStep.map((one) => one.identity), total: open.length };
        }),
      countOpen: () =>
        this.act(() => {
          const open = this.data.rejects.filter((one) => one.state === 'open');
          const groups = groupBy(open, (one) => JSON.stringify([one.installationId, one.entity]));
          return [...groups.values()]
            .map((letters) => {
              const { installationId, entity } = letters[0] as Reject;
              return { installationId, entity, count: letters.length };
            })
            .sort(
              (a, b) => compare(a.installationId, b.installationId) || compare(a.entity, b.entity),
            );
        }),
    };
  }

  private recordsOf(key: CursorKey): Map<string, KnownRecord> {
    const known = this.data.records.get(keyText(key)) ?? new Map<string, KnownRecord>();
    this.data.records.set(keyText(key), known);
    return known;
  }

  private knownRecords(): Store['records'] {
    const unseen = (key: CursorKey, generation: number, absent: boolean) =>
      [...this.recordsOf(key)]
        .filter(([, record]) => record.generation < generation && record.absent === absent)
        .sort(([a], [b]) => compare(a, b));
    return {
      inDoubt: (id, now) =>
        this.act(() =>
          [...(this.data.inDoubt.get(id)?.values() ?? [])]
            .filter(({ until }) => until > now)
            .sort((a, b) => compare(a.name, b.name)),
        ),
      find: (key, keys) =>
        this.act(() => {
          const known = this.data.records.get(keyText(key));
          return new Map(
            keys.flatMap((name) => {
              const record = known?.get(name);
              return record ? [[name, record] as const] : [];
            }),
          );
        }),
      countUnseen: (key, generation) =>
        this.act(() => ({
          known: [...this.recordsOf(key).values()].filter(({ absent }) => !absent).length,
          unseen: unseen(key, generation, false).length,
          lastFull: this.data.generations.get(keyText(key)) ?? null,
        })),
      listUnseen: (key, generation, { sentBefore, limit, absent }) =>
        this.act(
          () =>
            new Map(
              unseen(key, generation, absent)
                .filter(([, { sentAt }]) => (sentAt ?? 0) < sentBefore)
                .slice(0, limit),
            ),
        ),
    };
  }

  private leases(): Store['leases'] {
    const rows = this.data.leases;
    return {
      get: (id) => this.act(() => rows.get(id) ?? null),
      list: () =>
        this.act(() =>
          [...rows.values()].sort((a, b) => compare(a.installationId, b.installationId)),
        ),
      acquire: (installationId, owner, ttlMs, now) =>
        this.act(() => {
          const held = rows.get(installationId);
          if (held) held.until = Math.min(held.until, now + ttlMs);
          if (held && held.until > now) return { acquired: false as const, holder: held };
          const fence = (held?.fence ?? 0) + 1;
          const lease = { installationId, owner: { ...owner }, fence, until: now + ttlMs };
          rows.set(installationId, { ...lease, acquiredAt: now, heartbeatAt: now });
          return { acquired: true as const, lease };
        }),
      renew: (lease, ttlMs, now) =>
        this.act(() => {
          const row = this.held(lease);
          if (!row) return null;
          Object.assign(row, { until: now + ttlMs, heartbeatAt: now });
          return { ...lease, until: row.until };
        }),
      release: (lease) =>
        this.act(() => {
          const row = this.held(lease);
          if (row) row.until = 0;
        }),
    };
  }

  private held(lease: Lease): LeaseRow | null {
    const row = this.data.leases.get(lease.installationId) ?? null;
    return row !== null && isHeld(row, lease) ? row : null;
  }

  private fenced(): FencedAdapter {
    const { runs, windows } = this.data;
    return {
      openRun: (lease, now) =>
        this.underLease(lease, () => {
          const { installationId } = lease;
          const dead = runs.filter(
            (run) => run.installationId === installationId && run.status === 'running',
          );
          const summary = { error: 'the process that ran it died' };
          for (const run of dead) {
            Object.assign(run, { status: 'failed', summary, finishedAt: now });
          }
          const run: Run = {
            id: (runs.at(-1)?.id ?? 0) + 1,
            installationId,
            status: 'running',
            summary: null,
            startedAt: now,
            finishedAt: null,
          };
          runs.push(run);
          return { run, abandoned: dead.map(({ id }) => id) };
        }),
      closeRun: (lease, runId, { status, summary }, now) =>
        this.underLease(lease, () => {
          const run = runs.find(({ id }) => id === runId);
          if (run?.installationId !== lease.installationId || run.status !== 'running') {
            throw new SpmError('SPM_INTERNAL', `Run ${runId} cannot be closed`);
          }
          Object.assign(run, { status, summary: structuredClone(summary), finishedAt: now });
        }),
      openWindow: (lease, window) =>
        this.underLease(lease, () => {
          assertCovered(lease, window);
          windows.set(keyText(window), structuredClone(window));
        }),
      commitStep: (lease, commit) =>
        this.underLease(lease, () => {
          assertCovered(lease, commit.key);
          this.commit(structuredClone(commit));
        }),
      putRecords: (lease, key, changes) =>
        this.underLease(lease, () => {
          assertCovered(lease, key);
          this.putRecords(key, structuredClone(changes));
        }),
      putInDoubt: (lease, versions, now) =>
        this.underLease(lease, () => this.putInDoubt(lease.installationId, versions, now)),
      putReadAgain: (lease, key, again) =>
        this.underLease(lease, () => {
          assertCovered(lease, key);
          this.data.readAgain.set(keyText(key), { ...again });
        }),
      endRejects: (lease, ids, state) =>
        this.underLease(lease, () => {
          const open = this.data.rejects.filter(
            (one) =>
              one.state === 'open' &&
              one.installationId === lease.installationId &&
              ids.includes(one.id),
          );
          for (const one of open) one.state = state;
          return open.length;
        }),
      replaceCursors: (leases, { remove, put }) =>
        this.underLeases(leases, () => {
          for (const key of [...remove, ...put]) assertCovered(leases, key);
          for (const key of [...remove, ...put]) {
            windows.delete(keyText(key));
            this.data.cursors.delete(keyText(key));
          }
          for (const cursor of put)
            this.data.cursors.set(keyText(cursor), {
              notBefore: null,
              unmovedRuns: 0,
              ...structuredClone(cursor),
            });
        }),
      reseal: (leases, { value, letter, position, webhook, settings }, now) =>
        this.underLeases(leases, () => {
          const count = { values: 0, deadLetters: 0, positions: 0, converted: 0 };
          for (const [id, entries] of this.data.state)
            for (const entry of entries.values()) {
              if (!entry.encrypted) continue;
              const next = value(id, entry);
              if (next) entries.set(entry.key, { ...entry, ...next, form: 'text' });
              count.values += 1;
            }
          for (const { installationId, put, remove } of settings) {
            for (const key of remove) this.data.state.get(installationId)?.delete(key);
            for (const entry of put) this.putState(installationId, entry, now);
          }
          for (const one of this.data.rejects) {
            if (one.sealed === null) continue;
            one.sealed = letter(one, one.sealed);
            count.deadLetters += 1;
          }
          for (const one of this.data.webhooks)
            if (one.body !== null) one.body = webhook(one.installationId ?? '', one.body);
          for (const window of windows.values()) {
            const again = position(window, window.position);
            if (again === null) continue;
            window.position = again as unknown as typeof window.position;
            count.positions += 1;
          }
          return count;
        }),
      setState: (lease, entry, now) =>
        this.underLease(lease, () => this.putState(lease.installationId, entry, now)),
      deleteState: (lease, key) =>
        this.underLease(lease, () => {
          this.data.state.get(lease.installationId)?.delete(key);
        }),
      saveInstallation: (lease, installation, now, { state = [], forget = [], reinstall } = {}) =>
        this.underLease(lease, () => {
          assertCovered(lease, installation);
          this.saveInstallation(installation, now);
          if (reinstall)
            this.changeStatus(
              installation.installationId,
              { from: 'uninstalled', to: 'inactive' },
              now,
            );
          for (const key of forget) this.data.state.get(installation.installationId)?.delete(key);
          for (const entry of state) this.putState(installation.installationId, entry, now);
        }),
      removeInstallation: (lease) => this.underLease(lease, () => this.drop(lease.installationId)),
    };
  }

  private webhooks(): StoreAdapter['webhooks'] {
    const all = this.data.webhooks;
    return {
      recent: (limit) =>
        this.act(() =>
          [...all]
            .reverse()
            .slice(0, limit)
            .map(({ id, event, installationId, signatureOk, createdAt }) => ({
              ...{ id, event, installationId, signatureOk, createdAt },
            })),
        ),
      accept: (webhooks, now) =>
        this.act(() => webhooks.map((one) => acceptWebhook(all, one, now))),
      waiting: () =>
        this.act(() =>
          all
            .filter(({ done }) => !done)
            .map(({ id, installationId, event, body, attempts }) => ({
              ...{ id, event, attempts },
              ...{ installationId: installationId ?? '', body: body ?? '' },
            })),
        ),
      settle: (id, outcome) =>
        this.act(() => {
          const one = all.find((webhook) => webhook.id === id);
          const error = outcome.success ? null : outcome.error;
          if (one) Object.assign(one, { done: true, body: null, error });
        }),
    };
  }

  private lifecycle(): Store['lifecycle'] {
    const { installations, lifecycles, state, leases } = this.data;
    const read = (id: string) => lifecycleOf(installations.get(id), lifecycles.get(id));
    return {
      get: (id) => this.act(() => read(id)),
      change: (id, wanted, now) =>
        this.act(() => {
          const next = changed(read(id), wanted);
          if (next === null) return false;
          if (wanted.installation) this.saveInstallation(wanted.installation, now);
          const from = installations.get(id)?.status ?? 'inactive';
          const to = statusOf(wanted.phase);
          if (from !== to) this.changeStatus(id, { from, to }, now);
          lifecycles.set(id, next);
          const { keepOnly } = wanted;
          const entries = state.get(id);
          for (const key of keepOnly ? [...(entries?.keys() ?? [])] : [])
            if (!keepOnly?.includes(key)) entries?.delete(key);
          for (const key of wanted.forget ?? []) entries?.delete(key);
          for (const entry of wanted.state ?? []) this.putState(id, entry, now);
          const lease = leases.get(id);
          if (wanted.revokeForMs === undefined || !lease || lease.until === 0) return true;
          Object.assign(lease, {
            ...{ owner: { id: 'revoked', host: '', pid: 0 }, fence: lease.fence + 1 },
            ...{ until: now + wanted.revokeForMs, acquiredAt: now, heartbeatAt: now },
          });
          return true;
        }),
      endBackfill: (id) =>
        this.act(() => {
          const one = lifecycles.get(id);
          if (one) one.backfill = false;
        }),
    };
  }

  private inbound(): StoreAdapter['inbound'] {
    const calls = this.data.inbound;
    const nameOf = ({ installationId, key }: InboundCall) => JSON.stringify([installationId, key]);
    return {
      begin: (call, deadBefore, now) =>
        this.act(() => {
          const known = calls.get(nameOf(call));
          if (known?.status === 'done') return 'done';
          if (known?.status === 'received' && known.at > deadBefore) return 'running';
          calls.set(nameOf(call), { status: 'received', error: null, at: now });
          return 'begun';
        }),
      end: (call, error, now) =>
        this.act(() => {
          const status = error === null ? 'done' : 'failed';
          calls.set(nameOf(call), { status, error, at: now });
        }),
    };
  }

  private heartbeats(): Store['heartbeats'] {
    const all = this.data.heartbeats;
    return {
      put: (heartbeat) =>
        this.act(() => {
          all.set(heartbeat.owner.id, structuredClone(heartbeat));
        }),
      list: () =>
        this.act(() =>
          [...all.values()].sort((a, b) => b.beatAt - a.beatAt || compare(a.owner.id, b.owner.id)),
        ),
      remove: (id) =>
        this.act(() => {
          all.delete(id);
        }),
    };
  }

  private scheduled(id: string, now: number, reason: DueReason = 'new'): ScheduledInstallation {
    const row = this.data.schedule.get(id) ?? {
      ...{ installationId: id, dueAt: now, reason, failures: 0, paused: false },
      ...{ intervalMs: null, claim: null },
    };
    this.data.schedule.set(id, row);
    return row;
  }

  private schedule(): Store['schedule'] {
    const rows = this.data.schedule;
    const among = (ids: readonly string[]) =>
      [...rows.values()].filter((row) => ids.includes(row.installationId) && !row.paused);
    return {
      enroll: (entries, { intervalMs, jitter }, now) =>
        this.act(() => {
          for (const { installationId, dueAt } of entries) {
            const row = this.scheduled(installationId, dueAt);
            const latest = now + Math.round((row.intervalMs ?? intervalMs) * (1 + jitter));
            if (row.reason === 'interval') row.dueAt = Math.min(row.dueAt, latest);
          }
        }),
      claimDue: ({ among: ids, limit, ownerId, ttlMs, now }) =>
        this.act(() => {
          const free = ({ claim }: ScheduledInstallation) =>
            claim === null || claim.until <= now || claim.until > now + 2 * ttlMs;
          const due = among(ids)
            .filter((row) => row.dueAt <= now && free(row))
            .sort((a, b) => a.dueAt - b.dueAt || compare(a.installationId, b.installationId))
            .slice(0, Math.max(limit, 0));
          for (const row of due) row.claim = { ownerId, until: now + ttlMs };
          return due;
        }),
      renewClaims: ({ installationIds, ownerId, ttlMs, now }) =>
        this.act(() => {
          const held = [...rows.values()].filter(
            ({ installationId, claim }) =>
              installationIds.includes(installationId) && claim?.ownerId === ownerId,
          );
          for (const row of held) row.claim = { ownerId, until: now + ttlMs };
          return held.map(({ installationId }) => installationId).sort(compare);
        }),
      settle: (id, ownerId, next) =>
        this.act(() => {
          const row = rows.get(id);
          if (row?.claim?.ownerId !== ownerId) return false;
          Object.assign(row, { ...next, claim: null });
          return true;
        }),
      release: (ownerId) =>
        this.act(() => {
          for (const row of rows.values()) if (row.claim?.ownerId === ownerId) row.claim = null;
        }),
      nextDue: (ids, now) =>
        this.act(() => {
          const times = among(ids)
            .filter(({ claim }) => claim === null || claim.until <= now)
            .map(({ dueAt }) => dueAt);
          return times.length === 0 ? null : Math.min(...times);
        }),
      list: () =>
        this.act(() =>
          [...rows.values()].sort((a, b) => compare(a.installationId, b.installationId)),
        ),
      setPaused: (id, paused, now) =>
        this.act(() => {
          const row = this.scheduled(id, now);
          const changed = row.paused !== paused;
          row.paused = paused;
          return changed;
        }),
      setInterval: (id, intervalMs, now) =>
        this.act(() => {
          const row = this.scheduled(id, now);
          row.intervalMs = intervalMs;
          if (row.reason === 'interval' && intervalMs !== null)
            row.dueAt = Math.min(row.dueAt, now + intervalMs);
        }),
      makeDue: (id, reason, now) =>
        this.act(() => {
          Object.assign(this.scheduled(id, now), { dueAt: now, reason, failures: 0, claim: null });
        }),
    };
  }

  private upkeep(): Store['upkeep'] {
    const { runs, rejects, upkeep } = this.data;
    const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const older = (at: number, before: number | null) =>
      before !== null && dayOf(at) < dayOf(before);
    const drop = <T>(list: T[], isOld: (one: T) => boolean, limit: number): number => {
      const old = list.filter(isOld).slice(0, limit);
      for (const one of old) list.splice(list.indexOf(one), 1);
      return old.length;
    };
    const isNewest = (run: Run) => {
      const of = runs.filter((one) => one.installationId === run.installationId);
      const finished = of.filter(({ status }) => status !== 'running');
      return run === of.at(-1) || run === finished.at(-1);
    };
    return {
      purge: ({ before, rejectsBefore }, limit) =>
        this.act(() => ({
          runs: drop(
            runs,
            (run) => run.status !== 'running' && older(run.startedAt, before) && !isNewest(run),
            limit,
          ),
          webhooks: 0,
          rejects: drop(
            rejects,
            (one) => one.state !== 'open' && older(one.lastSeenAt, rejectsBefore),
            limit,
          ),
        })),
      lastDone: (name) => this.act(() => upkeep.get(name) ?? null),
      claim: (name, since, now) =>
        this.act(() => {
          if ((upkeep.get(name) ?? Number.NEGATIVE_INFINITY) >= since) return false;
          upkeep.set(name, now);
          return true;
        }),
    };
  }

  private drop(id: string): void {
    const { installations, state, cursors, windows, runs, rejects } = this.data;
    for (const map of [this.data.records, this.data.generations, this.data.readAgain])
      for (const key of map.keys()) if (JSON.parse(key)[0] === id) map.delete(key);
    this.data.inDoubt.delete(id);
    this.data.lifecycles.delete(id);
    for (const one of this.data.webhooks)
      if (one.installationId === id) Object.assign(one, { signature: '', body: null, done: true });
    this.data.schedule.delete(id);
    installations.delete(id);
    state.delete(id);
    for (const map of [cursors, windows])
      for (const [key, { installationId }] of map) if (installationId === id) map.delete(key);
    for (const list of [runs, rejects])
      for (let i = list.length; i-- > 0; ) if (list[i]?.installationId === id) list.splice(i, 1);
  }

  private underLease<T>(lease: Lease, body: () => T): Promise<T> {
    return this.act(() => {
      if (this.held(lease)) return body();
      throw leaseLost(lease);
    });
  }

  private underLeases<T>(leases: readonly Lease[], body: () => T): Promise<T> {
    return this.act(() => {
      const lost = leases.find((lease) => !this.held(lease));
      if (lost === undefined) return body();
      throw leaseLost(lost);
    });
  }

  private commit(commit: KeptCommit): void {
    const { key, runId, now, rejects = [], superseded = [], records, progress, end } = commit;
    const window = this.data.windows.get(keyText(key));
    if (progress && !window) throw new SpmError('SPM_INTERNAL', 'No window is open');
    for (const reject of rejects) this.putReject(key, runId, reject, now);
    for (const letter of this.data.rejects)
      if (letter.state === 'open' && superseded.includes(letter.identity))
        letter.state = 'superseded';
    if (records) this.putRecords(key, records);
    if (progress && window) Object.assign(window, progress);
    if (end) this.endStep(key, end, now);
    if (end && end.outcome !== 'hold' && !commit.keepsWindow)
      this.data.windows.delete(keyText(key));
    if (end?.outcome === 'advance' && end.generation !== undefined)
      this.data.generations.set(keyText(key), end.generation);
    if (end?.outcome === 'advance' && end.readAgain !== undefined) {
      if (end.readAgain === null) this.data.readAgain.delete(keyText(key));
      else this.data.readAgain.set(keyText(key), end.readAgain);
    }
  }

  private putInDoubt(id: string, versions: readonly VersionInDoubt[], now: number): void {
    const known = this.data.inDoubt.get(id) ?? new Map<string, VersionInDoubt>();
    this.data.inDoubt.set(id, known);
    for (const [name, { until }] of known) if (until <= now) known.delete(name);
    for (const one of versions) known.set(one.name, { ...one });
  }

  private supersedeRecords(key: CursorKey, names: readonly string[]): void {
    for (const letter of this.data.rejects) {
      const name = letter.stepKey ?? letter.key;
      const made = name !== null && names.includes(name);
      if (made && letter.state === 'open' && keyText(letter) === keyText(key))
        letter.state = 'superseded';
    }
  }

  private putRecords(key: CursorKey, { put, seen, forget, gone }: RecordChanges): void {
    const known = this.recordsOf(key);
    // One row for each key, even if a key is given several times.
    for (const [name, record] of put ?? []) known.set(name, { ...record });
    for (const name of seen?.keys ?? []) {
      const record = known.get(name);
      if (record && seen) record.generation = seen.generation;
    }
    for (const name of forget ?? []) known.delete(name);
    if (gone) this.supersedeRecords(key, gone);
  }

  private putReject(key: CursorKey, runId: number | null, reject: KeptReject, now: number): void {
    const open = this.data.rejects.find(
      ({ state, identity }) => state === 'open' && identity === reject.identity,
    );
    if (open) {
      const again = { runId: runId ?? open.runId, attempts: open.attempts + 1, lastSeenAt: now };
      Object.assign(open, reject, again);
      return;
    }
    this.data.rejects.push({
      ...key,
      ...reject,
      id: (this.data.rejects.at(-1)?.id ?? 0) + 1,
      runId,
      attempts: 1,
      firstSeenAt: now,
      lastSeenAt: now,
      state: 'open',
    });
  }

  private endStep(key: CursorKey, end: KeptEnd, now: number): void {
    const before = this.data.cursors.get(keyText(key));
    const from = before?.lastSyncedAt ?? null;
    const unmoved = before?.unmovedRuns ?? 0;
    const put = (
      change: Pick<Cursor, 'lastSyncedAt' | 'lastError' | 'consecutiveFailures' | 'unmovedRuns'> & {
        notBefore?: number | null;
      },
    ) =>
      this.data.cursors.set(keyText(key), {
        ...key,
        notBefore: null,
        ...change,
        lastStatus: change.lastError === null ? 'ok' : 'error',
        items: end.items,
        updatedAt: now,
      });
    if (end.outcome === 'hold') {
      const consecutiveFailures = (before?.consecutiveFailures ?? 0) + 1;
      const notBefore = end.notBefore ?? null;
      const held = { lastSyncedAt: from, lastError: end.error, consecutiveFailures };
      put({ ...held, unmovedRuns: unmoved, notBefore });
      return;
    }
    const to = end.outcome === 'advance' ? Math.max(from ?? end.cursor, end.cursor) : from;
    const unmovedRuns = to === from ? unmoved + 1 : 0;
    put({ lastSyncedAt: to, lastError: null, consecutiveFailures: 0, unmovedRuns });
  }
}

function newInstallation(installationId: string, now: number): Installation {
  return {
    installationId,
    shopDomain: null,
    shopName: null,
    externalAccountRef: null,
    externalAccountName: null,
    status: 'inactive',
    installedAt: now,
    activatedAt: null,
    deactivatedAt: null,
    uninstalledAt: null,
  };
}

const leaseLost = ({ installationId }: Lease) =>
  new SpmError('SPM_LEASE_LOST', `The lease of ${installationId} was lost`);

function assertCovered(
  lease: Lease | readonly Lease[],
  { installationId }: { installationId: string },
): void {
  if ([lease].flat().some((one) => one.installationId === installationId)) return;
  throw new SpmError('SPM_INTERNAL', `The lease does not cover ${installationId}`);
}

function keyText({ installationId, entity, sourceKey }: CursorKey): string {
  return JSON.stringify([installationId, entity, sourceKey]);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
