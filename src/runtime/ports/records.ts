/** What a store keeps. Times are milliseconds since the epoch. */
import type { Position } from '../../connector/types.js';

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
  /** How a text stands in the value, once that is decrypted: bare, or as JSON where an earlier version wrote it. */
  form: 'text' | 'json';
  updatedAt: number;
}

/** What is written is a bare text. */
export type NewStateEntry = Omit<StateEntry, 'updatedAt' | 'form'>;

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
  /** The function that it was pushed with, as `destinationAt` finds it again; null when it cannot be found. */
  route: string | null;
}

/** What a step knows of one record; `sync/ledger/record.ts` says how it changes. */
export interface KnownRecord {
  /** Of the version that the API acknowledged last; null when none is known to be there, or another was sent since. */
  hash: string | null;
  /** When it acknowledged a version last, of whichever. */
  ackedAt: number | null;
  /** A version that was sent and may arrive late, or never have arrived; null when there is none. */
  sentHash: string | null;
  sentAt: number | null;
  /** Whether the API has nothing of it: it refused whatever was sent, or deleted it. */
  absent: boolean;
  /** The last full run that read it; 0 for none. */
  generation: number;
}

/** A version of a record that was sent without an answer, and may still arrive. */
export interface VersionInDoubt {
  /** A hash of one of the names of its record; of records without any, one of all that a step sends for one source. */
  name: string;
  /** Tells the version from others of the record; null where several may arrive. */
  version: string | null;
  until: number;
}

/** A window of a step that has to be read again, since an older version of what it held may have arrived after it. */
export interface ReadAgain {
  /** Where it begins; null is everything. */
  since: number | null;
  /** When nothing older can arrive any more: not before that. */
  after: number;
}

/** What one write changes in the known records of a step. */
export interface RecordChanges {
  /** By key; each takes the place of what was known. */
  put?: ReadonlyMap<string, KnownRecord>;
  /** Known records that a full run has read, and of which nothing else is new. */
  seen?: { keys: readonly string[]; generation: number };
  /** Records to forget. */
  forget?: readonly string[];
  /** Records that are gone: their open dead letters are superseded, since a replay would bring them back. */
  gone?: readonly string[];
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

/** A process that syncs in a loop. */
export interface Heartbeat {
  owner: LeaseOwner;
  startedAt: number;
  beatAt: number;
  /** When the next sync is due; null when none is. */
  nextAt: number | null;
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
