/** What the runtime asks of a store. Types only. */
import type { StepCommit } from './commit.js';
import type {
  Cursor,
  CursorKey,
  Heartbeat,
  Installation,
  InstallationStatus,
  KnownRecord,
  Lease,
  LeaseOwner,
  LeaseRow,
  NewInstallation,
  NewStateEntry,
  OpenWindow,
  Purged,
  ReadAgain,
  RecordChanges,
  Reject,
  RejectState,
  Retention,
  Run,
  RunStatus,
  StateEntry,
  VersionInDoubt,
  WebhookEntry,
} from './records.js';

export interface StatusChange {
  from: InstallationStatus;
  to: InstallationStatus;
}

export interface InstallationStore {
  get(installationId: string): Promise<Installation | null>;
  list(filter?: { status?: InstallationStatus }): Promise<Installation[]>;
  /** Adds it as inactive, or updates what is given of an existing one. */
  save(installation: NewInstallation, now: number): Promise<void>;
  /**
   * Compares and sets in one act: with the status `from` it gets the status `to` and its timestamp. False, and nothing is
   * changed, when the status is another. An uninstalled one that becomes inactive is installed again.
   * @throws SpmError SPM_UNKNOWN_INSTALLATION
   */
  setStatus(installationId: string, change: StatusChange, now: number): Promise<boolean>;
}

export interface StateStore {
  get(installationId: string, key: string): Promise<StateEntry | null>;
  list(installationId: string): Promise<StateEntry[]>;
  set(installationId: string, entry: NewStateEntry, now: number): Promise<void>;
  delete(installationId: string, key: string): Promise<void>;
}

export interface LeaseStore {
  get(installationId: string): Promise<LeaseRow | null>;
  /**
   * One act: takes the lease when it is free or expired, and raises the fence. One that ends more than `ttlMs` from now was
   * dated by a wrong clock: it is cut to that length first, so that it ends when nobody renews it.
   */
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
  getReadAgain(key: CursorKey): Promise<ReadAgain | null>;
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

/** What steps know of their records. */
export interface RecordStore {
  /** What may still arrive of what was sent for an installation. */
  inDoubt(installationId: string, now: number): Promise<VersionInDoubt[]>;
  /** Of those keys that are known. */
  find(key: CursorKey, keys: readonly string[]): Promise<Map<string, KnownRecord>>;
  /**
   * How many records are known that the API may have, how many of them a full run has not read, and the last full run
   * before it.
   */
  countUnseen(
    key: CursorKey,
    generation: number,
  ): Promise<{ known: number; unseen: number; lastFull: number | null }>;
  /** What a full run has not read, in the order of the keys; without what was sent at that time or later. */
  listUnseen(
    key: CursorKey,
    generation: number,
    page: {
      sentBefore: number;
      limit: number;
      /** Either those that the API may have, or those that it has nothing of. */
      absent: boolean;
    },
  ): Promise<Map<string, KnownRecord>>;
}

export interface HeartbeatStore {
  /** Adds it, or replaces the one of the same owner. */
  put(heartbeat: Heartbeat): Promise<void>;
  /** The latest beat first. */
  list(): Promise<Heartbeat[]>;
  remove(ownerId: string): Promise<void>;
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
  /** Notes what is about to be sent or deleted, what came of it, and what may be forgotten. */
  putRecords(lease: Lease, key: CursorKey, changes: RecordChanges): Promise<void>;
  /** Notes what was sent without an answer, and forgets what can no longer arrive. */
  putInDoubt(lease: Lease, versions: readonly VersionInDoubt[], now: number): Promise<void>;
  /** Notes what has to be read again, in the place of what was noted before. */
  putReadAgain(lease: Lease, key: CursorKey, again: ReadAgain): Promise<void>;
  /** Ends open dead letters of the installation; how many there were. */
  endRejects(
    lease: Lease,
    ids: readonly number[],
    state: Exclude<RejectState, 'open'>,
    now: number,
  ): Promise<number>;
  /**
   * Replaces cursors in one transaction. They may belong to several installations, each under its own lease. Open
   * windows of these cursors are discarded.
   */
  replaceCursors(
    leases: readonly Lease[],
    change: { remove: readonly CursorKey[]; put: readonly Cursor[] },
  ): Promise<void>;
  setState(lease: Lease, entry: NewStateEntry, now: number): Promise<void>;
  deleteState(lease: Lease, key: string): Promise<void>;
  /** As `InstallationStore.save`, together with what `more` says. */
  saveInstallation(
    lease: Lease,
    installation: NewInstallation,
    now: number,
    more?: {
      /** Values of its state. */
      state?: readonly NewStateEntry[];
      /** Keys of its state that go. */
      forget?: readonly string[];
      /** Whether one that is uninstalled becomes inactive, as by an install. */
      reinstall?: boolean;
    },
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
  readonly records: RecordStore;
  readonly leases: LeaseStore;
  readonly webhooks: WebhookStore;
  readonly heartbeats: HeartbeatStore;
  readonly upkeep: UpkeepStore;
  readonly fenced: FencedStore;
  /** A cheap read that fails when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
