/** The records of a store. Times are milliseconds since the epoch. */
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

/** A value as it is stored; encryption happens in the layer above. */
export interface StateEntry {
  key: string;
  value: string;
  encrypted: boolean;
  /** How a text is written in the decrypted value: plain, or as JSON by an earlier release. */
  form: 'text' | 'json';
  updatedAt: number;
}

/** New values are always plain text. */
export type NewStateEntry = Omit<StateEntry, 'updatedAt' | 'form'>;

export type CursorStatus = 'ok' | 'error';

export interface CursorKey {
  installationId: string;
  entity: string;
  /** `''` for a global step. */
  sourceKey: string;
}

export interface Cursor extends CursorKey {
  /** Everything before this time is settled. Null until the first clean run. */
  lastSyncedAt: number | null;
  lastStatus: CursorStatus | null;
  lastError: string | null;
  /** Items that the API acknowledged in the last attempt. */
  items: number;
  updatedAt: number;
  consecutiveFailures: number;
  /** When the step may run again after a pause that the API asked for; absent or null without one. */
  notBefore?: number | null;
  /** Clean runs in a row that did not move `lastSyncedAt`; absent is 0. */
  unmovedRuns?: number;
}

export interface StepCounts {
  read: number;
  acknowledged: number;
  unchanged: number;
  skipped: number;
  rejected: number;
}

/** A window that was opened and not finished. */
export interface OpenWindow extends CursorKey {
  full: boolean;
  since: number | null;
  until: number;
  position: Position;
  counts: StepCounts;
  openedAt: number;
  /**
   * The number of the full run that reads this window; it grows from run to run. Records that a full run does not read
   * count as deleted by the partner. Null for a run that reads only part.
   */
  generation: number | null;
  /** A hash of the inputs of the position. If it changes, the position is invalid. Null when unknown. */
  planHash: string | null;
}

export type RunStatus = 'running' | 'ok' | 'partial' | 'failed';

export interface Run {
  id: number;
  installationId: string;
  status: RunStatus;
  /** The summary given to `closeRun`; null while the run is open. */
  summary: unknown;
  startedAt: number;
  finishedAt: number | null;
}

export interface NewReject {
  /** The content as it was sent. */
  payload: unknown;
  /** The public key of the record; null when the record has none. */
  key: string | null;
  /** The key by which the step knows the record; absent or null when it equals `key`. */
  stepKey?: string | null;
  /** Identifies the letter in the store. Rejects with the same identity are one dead letter. */
  identity: string;
  /** The API's own messages. */
  errors: string[];
  /** HTTP status of the answer; 0 when the API was not asked. */
  status: number;
  /** Names the function that pushed it, as `destinationAt` looks it up; null when it cannot be looked up. */
  route: string | null;
}

/** What a step knows about one record. `sync/ledger/record.ts` defines how it changes. */
export interface KnownRecord {
  /** Hash of the last acknowledged version; null when the API has none, or when another version was sent since. */
  hash: string | null;
  /** When the API last acknowledged any version. */
  ackedAt: number | null;
  /** Hash of a version that was sent without an answer and may still arrive; null when there is none. */
  sentHash: string | null;
  sentAt: number | null;
  /** Whether the API has nothing of the record: it rejected every version, or deleted the record. */
  absent: boolean;
  /** The last full run that read the record; 0 if none did. */
  generation: number;
}

/** A version of a record that was sent without an answer and may still arrive. */
export interface VersionInDoubt {
  /** A hash of one name of the record. For records without names: one hash for all records of a step and source. */
  name: string;
  /** Distinguishes versions of the record; null when several versions may arrive. */
  version: string | null;
  until: number;
}

/** A window that a step must read again, because an older version of a record may have arrived after a newer one. */
export interface ReadAgain {
  /** Start of the window; null reads everything. */
  since: number | null;
  /** The earliest time to read it: from then on, no older version can arrive. */
  after: number;
}

/** Changes to the records that a step knows. */
export interface RecordChanges {
  /** By key. Each value replaces the known record. */
  put?: ReadonlyMap<string, KnownRecord>;
  /** Known records that a full run read without another change. */
  seen?: { keys: readonly string[]; generation: number };
  /** Records to forget. */
  forget?: readonly string[];
  /** Deleted records. Their open dead letters are superseded, since a replay would create the records again. */
  gone?: readonly string[];
}

export type RejectState = 'open' | 'replayed' | 'superseded' | 'discarded';

export interface Reject extends NewReject, CursorKey {
  id: number;
  /** The content without secrets, for display. */
  payload: unknown;
  /** Whether the sent content is not kept, because secrets were removed from it or JSON cannot represent it. */
  redacted: boolean;
  /** The sent content, encrypted because it contains a secret; null when `payload` is complete. */
  sealed: string | null;
  /** The last run whose request rejected the item. */
  runId: number | null;
  attempts: number;
  firstSeenAt: number;
  lastSeenAt: number;
  state: RejectState;
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
  /** Grows with every acquisition. Writes with an older fence are rejected. */
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
  /** When the next sync is due; null when none is scheduled. */
  nextAt: number | null;
}

/** The age limits of a purge, as UTC days. Null keeps everything. */
export interface Retention {
  /** Runs and webhooks. The newest run and the newest finished run of each installation stay. */
  before: number | null;
  /** Dead letters that are not open. */
  rejectsBefore: number | null;
}

export interface Purged {
  runs: number;
  webhooks: number;
  rejects: number;
}

/** How many secrets were encrypted again, and how many values of earlier versions became plain texts. */
export interface Resealed {
  values: number;
  deadLetters: number;
  positions: number;
  converted: number;
}
