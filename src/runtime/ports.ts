/**
 * What the runtime needs from the outside. Types only; adapters are wired in `context.ts`.
 *
 * Times are milliseconds since the epoch everywhere in these ports; adapters choose their own form on disk.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Position } from '../connector/types.js';

export type { Logger, LogLevel, LogMeta } from '../connector/types.js';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once (without throwing) when the signal is or becomes aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number in [0, 1). */
export type Random = () => number;

export interface ApiClient {
  /** Base URL without the version, for messages. */
  readonly baseUrl: string;
  /** The SDK's client for one access token. */
  clientFor(accessToken: string): SpmHttpClient;
}

// ---------------------------------------------------------------- records of the store

export type InstallationStatus = 'inactive' | 'active' | 'uninstalled';

export interface Installation {
  installationId: string;
  shopDomain: string | null;
  shopName: string | null;
  externalAccountRef: string | null;
  externalAccountName: string | null;
  status: InstallationStatus;
  installedAt: number | null;
  activatedAt: number | null;
  deactivatedAt: number | null;
  uninstalledAt: number | null;
}

export interface NewInstallation {
  installationId: string;
  shopDomain?: string;
  shopName?: string;
  externalAccountRef?: string;
  externalAccountName?: string;
}

/** A value as it lies in the store; encryption happens above. */
export interface StateEntry {
  key: string;
  value: string;
  encrypted: boolean;
  updatedAt: number;
}

export type NewStateEntry = Omit<StateEntry, 'updatedAt'>;

export type CursorStatus = 'ok' | 'error';

export interface CursorKey {
  installationId: string;
  entity: string;
  /** `''` for a global step. */
  sourceKey: string;
}

export interface Cursor extends CursorKey {
  /** Everything before this is settled. Null when no run was clean yet. */
  lastSyncedAt: number | null;
  lastStatus: CursorStatus | null;
  lastError: string | null;
  /** What the API acknowledged in the last attempt. */
  items: number;
  updatedAt: number;
  consecutiveFailures: number;
  /** When it may be tried again, where the API asked for a pause; absent or null when it did not. */
  notBefore?: number | null;
  /** Clean runs in a row that left `lastSyncedAt` where it was; absent is 0. */
  unmovedRuns?: number;
}

export interface StepCounts {
  read: number;
  acknowledged: number;
  unchanged: number;
  skipped: number;
  rejected: number;
}

/** A window that was begun and not finished. */
export interface OpenWindow extends CursorKey {
  full: boolean;
  since: number | null;
  until: number;
  position: Position;
  counts: StepCounts;
  openedAt: number;
  /**
   * Of the full run that the window counts for: what it does not read is gone from the partner. Null for one that
   * leaves something out. Grows from run to run.
   */
  generation: number | null;
  /** Of what the position depends on: with another one it means something else. Null where it is not known. */
  planHash: string | null;
}

export type RunStatus = 'running' | 'ok' | 'partial' | 'failed';

export interface Run {
  id: number;
  installationId: string;
  status: RunStatus;
  /** As given to `closeRun`; null while running. */
  summary: unknown;
  startedAt: number;
  finishedAt: number | null;
}

export interface NewReject {
  /** As it was sent. */
  payload: unknown;
  /** What people know the record by; null where nothing identifies it. */
  key: string | null;
  /** The step's own key of the record, by which it notes what it knows of it; absent or null where `key` is all there is. */
  stepKey?: string | null;
  /** Tells it apart from every other letter of the store: rejects of one identity are one dead letter. */
  identity: string;
  /** The API's own messages. */
  errors: string[];
  /** HTTP status of the answer; 0 when the API was not asked. */
  status: number;
  /** The function that it was pushed with, as `bulkFunction` finds it again; null when it cannot be found. */
  route: string | null;
}

/** What is known of one record of a step. */
export interface Fingerprint {
  /** Of the version that the API acknowledged last; null when none is known to be there, or another was sent since. */
  hash: string | null;
  /** When it acknowledged a version last, of whichever. */
  ackedAt: number | null;
  /** A version that was sent and may arrive late, or never have arrived; null when there is none. */
  sentHash: string | null;
  sentAt: number | null;
  /** Whether the API has nothing of it: it refused whatever was sent. */
  absent: boolean;
}

export type RejectState = 'open' | 'replayed' | 'superseded' | 'discarded';

export interface Reject extends NewReject, CursorKey {
  id: number;
  /** As it may be shown: without secrets. */
  payload: unknown;
  /** Whether what was sent is not kept: secrets were taken out of it, or JSON cannot hold it. */
  redacted: boolean;
  /** What was sent, encrypted, because a secret stands in it; null where `payload` is all there is. */
  sealed: string | null;
  /** The run that refused it last. */
  runId: number | null;
  attempts: number;
  firstSeenAt: number;
  lastSeenAt: number;
  state: RejectState;
}

export interface WebhookEntry {
  id: number;
  event: string;
  installationId: string | null;
  signatureOk: boolean;
  createdAt: number;
}

export interface LeaseOwner {
  host: string;
  pid: number;
  /** Random, one per process. */
  id: string;
}

export interface Lease {
  installationId: string;
  owner: LeaseOwner;
  /** Grows with every acquisition; a write with an older one is refused. */
  fence: number;
  until: number;
}

export interface LeaseRow extends Lease {
  acquiredAt: number;
  heartbeatAt: number;
}

// ---------------------------------------------------------------- the store

export interface InstallationStore {
  get(installationId: string): Promise<Installation | null>;
  list(filter?: { status?: InstallationStatus }): Promise<Installation[]>;
  /** Adds it as inactive, or updates what is given of an existing one. */
  save(installation: NewInstallation, now: number): Promise<void>;
  /** Sets the status and its timestamp. */
  setStatus(installationId: string, status: InstallationStatus, now: number): Promise<void>;
}

export interface StateStore {
  get(installationId: string, key: string): Promise<StateEntry | null>;
  list(installationId: string): Promise<StateEntry[]>;
  set(installationId: string, entry: NewStateEntry, now: number): Promise<void>;
  delete(installationId: string, key: string): Promise<void>;
}

export interface LeaseStore {
  get(installationId: string): Promise<LeaseRow | null>;
  /** One statement: takes the lease when it is free or expired, and raises the fence. */
  acquire(
    installationId: string,
    owner: LeaseOwner,
    ttlMs: number,
    now: number,
  ): Promise<{ acquired: true; lease: Lease } | { acquired: false; holder: LeaseRow }>;
  /** The lease with its new expiry, or null when it is no longer this owner's. */
  renew(lease: Lease, ttlMs: number, now: number): Promise<Lease | null>;
  /** Sets `until` to zero; the fence stays. Does nothing when the lease is no longer this owner's. */
  release(lease: Lease): Promise<void>;
  list(): Promise<LeaseRow[]>;
}

export interface RunFilter {
  installationId?: string;
  status?: RunStatus;
  /** Only those that a signal ended, as their summary says. */
  interrupted?: true;
  /** Begun then or later. */
  since?: number;
  limit?: number;
}

export interface LatestRuns {
  installationId: string;
  last: Run;
  lastFinished: Run | null;
  lastSucceeded: Run | null;
}

export interface RunStore {
  get(id: number): Promise<Run | null>;
  /** Newest first. */
  list(filter?: RunFilter): Promise<Run[]>;
  /** How many there are, whatever the limit. */
  count(filter?: RunFilter): Promise<number>;
  /** Of each installation the newest run, the newest finished one, and the newest with the status `ok`. */
  latest(): Promise<LatestRuns[]>;
}

export interface CursorStore {
  get(key: CursorKey): Promise<Cursor | null>;
  list(filter?: { installationId?: string }): Promise<Cursor[]>;
  getWindow(key: CursorKey): Promise<OpenWindow | null>;
}

export interface RejectFilter {
  ids?: readonly number[];
  installationId?: string;
  entity?: string;
  state?: RejectState;
  /** Seen then or later. */
  since?: number;
  limit?: number;
}

export interface RejectStore {
  /** Newest first. */
  list(filter?: RejectFilter): Promise<Reject[]>;
  /** How many there are, whatever the limit. */
  count(filter?: RejectFilter): Promise<number>;
  /** Identities of the open dead letters of a step, and how many the installation has in all. */
  open(key: CursorKey): Promise<{ identities: string[]; total: number }>;
  /**
   * What was sent with a letter, to send it again.
   * @throws SpmError SPM_SECRET_MISSING, SPM_SECRET_INVALID when it is encrypted and cannot be read
   */
  asSent(letter: Reject): Promise<unknown>;
  /** Open dead letters by installation and entity. */
  countOpen(): Promise<{ installationId: string; entity: string; count: number }[]>;
}

export interface FingerprintStore {
  /** Of those keys that are known. */
  find(key: CursorKey, keys: readonly string[]): Promise<Map<string, Fingerprint>>;
  /**
   * How many records are known that the API may have, how many of them a full run has not read, and the last full run
   * before it.
   */
  countUnseen(
    key: CursorKey,
    generation: number,
  ): Promise<{ known: number; unseen: number; lastFull: number | null }>;
  /** Keys that a full run has not read, in their order; without those that were sent at that time or later. */
  listUnseen(
    key: CursorKey,
    generation: number,
    page: {
      sentBefore: number;
      limit: number;
      /** Either those that the API may have, or those that it has nothing of. */
      absent: boolean;
    },
  ): Promise<string[]>;
}

/** A process that syncs in a loop. */
export interface Heartbeat {
  owner: LeaseOwner;
  startedAt: number;
  beatAt: number;
  /** When the next sync is due; null when none is. */
  nextAt: number | null;
}

export interface HeartbeatStore {
  /** Adds it, or replaces the one of the same owner. */
  put(heartbeat: Heartbeat): Promise<void>;
  /** The latest beat first. */
  list(): Promise<Heartbeat[]>;
  remove(ownerId: string): Promise<void>;
}

/** What a purge deletes: what is older than these days, counted in UTC. Null keeps everything. */
export interface Retention {
  /** Runs and webhooks. The newest run of an installation stays, and so does the newest finished one. */
  before: number | null;
  /** Dead letters that are not open. */
  rejectsBefore: number | null;
}

export interface Purged {
  runs: number;
  webhooks: number;
  rejects: number;
}

export interface UpkeepStore {
  /** Deletes at most `limit` of each kind, so that the store is never locked for long. */
  purge(retention: Retention, limit: number): Promise<Purged>;
  /** When something that is done now and then was done last; null when it never was. */
  lastDone(name: string): Promise<number | null>;
  /** Notes that it is done now, unless somebody did that at `since` or later: then false. */
  claim(name: string, since: number, now: number): Promise<boolean>;
}

export interface WebhookStore {
  /** Newest first. */
  recent(limit: number): Promise<WebhookEntry[]>;
}

/** What one settled batch, or the end of a step, changes: all of it or nothing. */
export interface StepCommit {
  key: CursorKey;
  /** Null for what is done outside a run: a letter that is refused again then keeps the run that it has. */
  runId: number | null;
  now: number;
  rejects?: NewReject[];
  /** Identities of open dead letters that are made good by a later success. */
  superseded?: readonly string[];
  fingerprints?: {
    /** What became of records that were sent: the version that the API has, or null when it refused it. */
    settled: readonly {
      key: string;
      hash: string | null;
      /** One of its requests may still arrive late. */
      doubtful: boolean;
      /** Whether the API has nothing of the record, neither of this version nor of any other. */
      absent: boolean;
    }[];
    /** Records that were read and of which nothing new is known, such as those that were not sent. */
    seen: readonly string[];
    /** The full run that read them; null in any other. */
    generation: number | null;
  };
  /** Whether the end of this step leaves the open window alone: it is another run's, or still to be read. */
  keepsWindow?: boolean;
  /** The state of the open window after this commit. */
  progress?: { position: Position; counts: StepCounts };
  /** Ends the step. `advance` moves the cursor, `hold` counts a failure; all but `hold` close the window. */
  end?:
    | {
        outcome: 'advance';
        cursor: number;
        items: number;
        /** The full run that has read everything now. */
        generation?: number;
      }
    | { outcome: 'hold'; error: string; items: number; notBefore?: number }
    /** Clean, but the step did not say where to: nothing moves, no failure is counted. */
    | { outcome: 'stay'; items: number };
}

/** Writes made under a lease. Each checks owner and fence first, and throws SPM_LEASE_LOST when they are stale. */
export interface FencedStore {
  /** Opens a run and closes, as failed, those that a dead owner left running. */
  openRun(lease: Lease, now: number): Promise<{ run: Run; abandoned: number[] }>;
  closeRun(
    lease: Lease,
    runId: number,
    result: { status: Exclude<RunStatus, 'running'>; summary: unknown },
    now: number,
  ): Promise<void>;
  /** Records the window before anything is read; replaces one left open for the same key. */
  openWindow(lease: Lease, window: OpenWindow, now: number): Promise<void>;
  commitStep(lease: Lease, commit: StepCommit): Promise<void>;
  /** Notes versions before they are sent. */
  markSent(
    lease: Lease,
    key: CursorKey,
    sent: readonly { key: string; hash: string }[],
    now: number,
  ): Promise<void>;
  /** Notes that records will be deleted at the API, before they are. The deletion may arrive late, as a version may. */
  markDoomed(lease: Lease, key: CursorKey, keys: readonly string[], now: number): Promise<void>;
  /**
   * Notes that records were deleted: the API has nothing of them. A deletion may have been sent more than once, so that it
   * may still arrive. Their open dead letters are superseded: a replay would bring them back.
   */
  markGone(lease: Lease, key: CursorKey, keys: readonly string[], now: number): Promise<void>;
  /** Forgets records that the API has nothing of. Their open dead letters are superseded. */
  forget(lease: Lease, key: CursorKey, keys: readonly string[]): Promise<void>;
  /** Ends open dead letters of the installation; how many there were. */
  endRejects(
    lease: Lease,
    ids: readonly number[],
    state: Exclude<RejectState, 'open'>,
    now: number,
  ): Promise<number>;
  /**
   * Removes cursors and puts others in their place, all at once, also where they are of several installations: each
   * under a lease of its own. Windows that are open there are given up.
   */
  replaceCursors(
    leases: readonly Lease[],
    change: { remove: readonly CursorKey[]; put: readonly Cursor[] },
  ): Promise<void>;
  setState(lease: Lease, entry: NewStateEntry, now: number): Promise<void>;
  deleteState(lease: Lease, key: string): Promise<void>;
  /** As `InstallationStore.save`, together with values of its state. */
  saveInstallation(
    lease: Lease,
    installation: NewInstallation,
    now: number,
    state?: readonly NewStateEntry[],
  ): Promise<void>;
  /**
   * Deletes the installation and all that is kept of it: state, cursors, windows, runs, dead letters, inbound events.
   * Its lease stays, since the fence must not go back, and so does the log of webhooks.
   */
  removeInstallation(lease: Lease): Promise<void>;
}

/** Marks a store that keeps secrets out of what it writes; `guardStore` makes it from an adapter. */
export declare const guarded: unique symbol;

/**
 * Everything durable. Every method is one atomic act. Methods reject with an SpmError whose code
 * starts with SPM_STORE_ when the store cannot serve. It takes any text, and stores no secret that the process knows.
 */
export interface Store {
  readonly [guarded]: true;
  readonly installations: InstallationStore;
  readonly state: StateStore;
  readonly cursors: CursorStore;
  readonly runs: RunStore;
  readonly rejects: RejectStore;
  readonly fingerprints: FingerprintStore;
  readonly leases: LeaseStore;
  readonly webhooks: WebhookStore;
  readonly heartbeats: HeartbeatStore;
  readonly upkeep: UpkeepStore;
  readonly fenced: FencedStore;
  /** A cheap read that fails when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
