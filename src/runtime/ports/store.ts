/** What the runtime needs from a store. Types only. */
import type { StepCommit } from './commit.js';
import type { InboundStore, LifecycleStore, WebhookStore } from './lifecycle.js';
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
  Resealed,
  Retention,
  Run,
  RunStatus,
  StateEntry,
  VersionInDoubt,
} from './records.js';
import type { ScheduleStore } from './schedule.js';

export interface StatusChange {
  from: InstallationStatus;
  to: InstallationStatus;
}

export interface InstallationStore {
  get(installationId: string): Promise<Installation | null>;
  list(filter?: { status?: InstallationStatus }): Promise<Installation[]>;
  /** Adds an inactive installation, or updates the given fields of an existing one. */
  save(installation: NewInstallation, now: number): Promise<void>;
  /**
   * Sets the status `to` and its timestamp if the current status is `from`; otherwise it changes nothing and resolves
   * to false. Changing from uninstalled to inactive counts as a new install. @throws SpmError SPM_UNKNOWN_INSTALLATION
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
   * Takes a free or expired lease and raises its fence, in one transaction. A lease that ends more than `ttlMs` from
   * now was dated by a wrong clock, so it is first cut to that length and expires unless it is renewed.
   */
  acquire(
    installationId: string,
    owner: LeaseOwner,
    ttlMs: number,
    now: number,
  ): Promise<{ acquired: true; lease: Lease } | { acquired: false; holder: LeaseRow }>;
  /** Returns the lease with its new expiry, or null when this owner no longer holds it. */
  renew(lease: Lease, ttlMs: number, now: number): Promise<Lease | null>;
  /** Sets `until` to zero and keeps the fence. Does nothing when this owner no longer holds the lease. */
  release(lease: Lease): Promise<void>;
  list(): Promise<LeaseRow[]>;
}

export interface RunFilter {
  installationId?: string;
  status?: RunStatus;
  /** Only runs whose summary says that a signal ended them. */
  interrupted?: true;
  /** Started at this time or later. */
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
  /** The number of runs, regardless of `limit`. */
  count(filter?: RunFilter): Promise<number>;
  /** For each installation: its newest run, its newest finished run, and its newest run with status `ok`. */
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
  /** Last seen at this time or later. */
  since?: number;
  limit?: number;
}

export interface RejectStore {
  /** Newest first. */
  list(filter?: RejectFilter): Promise<Reject[]>;
  /** The number of dead letters, regardless of `limit`. */
  count(filter?: RejectFilter): Promise<number>;
  /** The identities of a step's open dead letters, and the number of open ones of the installation. */
  open(key: CursorKey): Promise<{ identities: string[]; total: number }>;
  /**
   * The content that was sent, to send it again. @throws SpmError SPM_SECRET_MISSING, SPM_SECRET_INVALID when it is
   * encrypted and cannot be decrypted
   */
  asSent(letter: Reject): Promise<unknown>;
  /** Counts open dead letters by installation and entity. */
  countOpen(): Promise<{ installationId: string; entity: string; count: number }[]>;
}

/** The records that steps know by key. */
export interface RecordStore {
  /** Versions that were sent for the installation and may still arrive. */
  inDoubt(installationId: string, now: number): Promise<VersionInDoubt[]>;
  /** Returns the known ones of these keys. */
  find(key: CursorKey, keys: readonly string[]): Promise<Map<string, KnownRecord>>;
  /**
   * Counts the records that the API may have, and how many of them a full run did not read; also returns the number of
   * the full run before it.
   */
  countUnseen(
    key: CursorKey,
    generation: number,
  ): Promise<{ known: number; unseen: number; lastFull: number | null }>;
  /**
   * Lists the records that a full run did not read, ordered by key. Leaves out records sent at `sentBefore` or later.
   */
  listUnseen(
    key: CursorKey,
    generation: number,
    page: {
      sentBefore: number;
      limit: number;
      /** True lists records that the API does not have, false those that it may have. */
      absent: boolean;
    },
  ): Promise<Map<string, KnownRecord>>;
}

export interface HeartbeatStore {
  /** Adds the heartbeat, or replaces the one with the same owner. */
  put(heartbeat: Heartbeat): Promise<void>;
  /** Latest beat first. */
  list(): Promise<Heartbeat[]>;
  remove(ownerId: string): Promise<void>;
}

export interface UpkeepStore {
  /** Deletes at most `limit` rows of each kind, so that the store is locked only briefly. */
  purge(retention: Retention, limit: number): Promise<Purged>;
  /** When a periodic task was last done; null when it never was. */
  lastDone(name: string): Promise<number | null>;
  /** Records that the task is done now. Returns false, without a change, when it was done at `since` or later. */
  claim(name: string, since: number, now: number): Promise<boolean>;
}

/** Writes under a lease. Each first checks owner and fence, and throws SPM_LEASE_LOST when they are stale. */
export interface FencedStore {
  /** Opens a run, and closes as failed the runs that a dead owner left open. */
  openRun(lease: Lease, now: number): Promise<{ run: Run; abandoned: number[] }>;
  closeRun(
    lease: Lease,
    runId: number,
    result: { status: Exclude<RunStatus, 'running'>; summary: unknown },
    now: number,
  ): Promise<void>;
  /** Records the window before anything is read. Replaces an open window with the same key. */
  openWindow(lease: Lease, window: OpenWindow, now: number): Promise<void>;
  commitStep(lease: Lease, commit: StepCommit): Promise<void>;
  /** Records the versions to send or delete, their outcome, and the records to forget. */
  putRecords(lease: Lease, key: CursorKey, changes: RecordChanges): Promise<void>;
  /** Records versions that were sent without an answer, and forgets those that can no longer arrive. */
  putInDoubt(lease: Lease, versions: readonly VersionInDoubt[], now: number): Promise<void>;
  /** Replaces the windows that the step has to read again. */
  putReadAgain(lease: Lease, key: CursorKey, again: ReadAgain): Promise<void>;
  /** Ends open dead letters of the installation, and returns how many. */
  endRejects(
    lease: Lease,
    ids: readonly number[],
    state: Exclude<RejectState, 'open'>,
    now: number,
  ): Promise<number>;
  /**
   * Replaces cursors in one transaction and discards their open windows. The cursors may belong to several
   * installations, each under its own lease.
   */
  replaceCursors(
    leases: readonly Lease[],
    change: { remove: readonly CursorKey[]; put: readonly Cursor[] },
  ): Promise<void>;
  setState(lease: Lease, entry: NewStateEntry, now: number): Promise<void>;
  deleteState(lease: Lease, key: string): Promise<void>;
  /** Like `InstallationStore.save`, together with the changes in `more`. */
  saveInstallation(
    lease: Lease,
    installation: NewInstallation,
    now: number,
    more?: {
      /** Entries to write to its state. */
      state?: readonly NewStateEntry[];
      /** Keys to delete from its state. */
      forget?: readonly string[];
      /** Whether an uninstalled installation becomes inactive, as after an install. */
      reinstall?: boolean;
    },
  ): Promise<void>;
  /**
   * Encrypts every stored secret again with the newest key, stores texts of earlier versions as plain text, and writes
   * these settings: texts by key, null for deleted keys. All in one transaction, or nothing. Needs the lease of every
   * installation.
   * @throws SpmError SPM_SECRET_INVALID for a secret that no key decrypts, SPM_INSTALLATION_CHANGED for an
   * installation that was added meanwhile
   */
  reseal(
    leases: readonly Lease[],
    settings: ReadonlyMap<string, ReadonlyMap<string, string | null>>,
    now: number,
  ): Promise<Resealed>;
  /**
   * Deletes the installation with its state, cursors, windows, runs, dead letters and inbound events. Keeps its lease,
   * since the fence must not go back, and the webhook log.
   */
  removeInstallation(lease: Lease): Promise<void>;
}

/** Marks a store that keeps secrets out of its writes. `guardStore` makes one from an adapter. */
export declare const guarded: unique symbol;

/**
 * All durable data. Every method is atomic, and rejects with an SpmError SPM_STORE_* when the store fails. Methods
 * accept any text; secrets that the process knows are never stored in the clear.
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
  readonly lifecycle: LifecycleStore;
  readonly inbound: InboundStore;
  readonly heartbeats: HeartbeatStore;
  readonly schedule: ScheduleStore;
  readonly upkeep: UpkeepStore;
  readonly fenced: FencedStore;
  /** A cheap read that rejects when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
