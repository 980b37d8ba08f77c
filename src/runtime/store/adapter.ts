/**
 * What the database of a store implements. Unlike the port, it gets only text that a Redactor has
 * cleaned, so that no adapter can write a secret in the clear.
 */

import type { Safe, SafeText } from '../../safe.js';
import type { StepCommit } from '../ports/commit.js';
import type {
  AcceptedWebhook,
  InboundCall,
  InboundStore,
  NewWebhook,
  WebhookStore,
} from '../ports/lifecycle.js';
import type {
  Cursor,
  CursorKey,
  Lease,
  NewReject,
  NewStateEntry,
  OpenWindow,
  Resealed,
  RunStatus,
  StateEntry,
  StepCounts,
} from '../ports/records.js';
import type { FencedStore, guarded, RejectStore, Store } from '../ports/store.js';

export interface KeptReject extends Pick<NewReject, 'identity' | 'status' | 'route'> {
  key: SafeText | null;
  stepKey: SafeText | null;
  payload: Safe;
  errors: SafeText[];
  redacted: boolean;
  sealed: string | null;
}

export type KeptCursor = Omit<Cursor, 'lastError'> & { lastError: SafeText | null };

export type KeptWindow = Omit<OpenWindow, 'position'> & { position: Safe };

export interface KeptProgress {
  position: Safe;
  counts: StepCounts;
}

type End = NonNullable<StepCommit['end']>;
type Hold = Extract<End, { outcome: 'hold' }>;

export type KeptEnd =
  | Exclude<End, { outcome: 'hold' }>
  | (Omit<Hold, 'error'> & { error: SafeText });

export type KeptCommit = Omit<StepCommit, 'rejects' | 'progress' | 'end'> & {
  rejects?: readonly KeptReject[];
  progress?: KeptProgress;
  end?: KeptEnd;
};

type Guarded = 'openWindow' | 'commitStep' | 'closeRun' | 'replaceCursors' | 'reseal';

/** How a key rotation changes each row; pure. Throws for a secret that no key decrypts. */
export interface Reseal {
  /** Null for an entry without a value. */
  value(installationId: string, entry: StateEntry): NewStateEntry | null;
  letter(letter: { installationId: string; identity: string }, sealed: string): string;
  webhook(installationId: string, body: string): string;
  /** Null for a position that does not change. */
  position(key: CursorKey, position: unknown): Safe | null;
  settings: readonly { installationId: string; put: NewStateEntry[]; remove: string[] }[];
}

export interface FencedAdapter extends Omit<FencedStore, Guarded> {
  openWindow(lease: Lease, window: KeptWindow, now: number): Promise<void>;
  commitStep(lease: Lease, commit: KeptCommit): Promise<void>;
  closeRun(
    lease: Lease,
    runId: number,
    result: { status: Exclude<RunStatus, 'running'>; summary: Safe },
    now: number,
  ): Promise<void>;
  replaceCursors(
    leases: readonly Lease[],
    change: { remove: readonly CursorKey[]; put: readonly KeptCursor[] },
  ): Promise<void>;
  reseal(leases: readonly Lease[], reseal: Reseal, now: number): Promise<Resealed>;
}

/** A webhook with a body that is encrypted if there is a key. */
export type KeptWebhook = Omit<NewWebhook, 'event' | 'payload'> & {
  event: SafeText;
  payload: Safe;
};

export interface WebhookAdapter extends Omit<WebhookStore, 'accept'> {
  accept(webhooks: readonly KeptWebhook[], now: number): Promise<AcceptedWebhook[]>;
}

export interface InboundAdapter extends Omit<InboundStore, 'end'> {
  end(call: InboundCall, error: SafeText | null, now: number): Promise<void>;
}

export interface StoreAdapter
  extends Omit<Store, typeof guarded | 'fenced' | 'rejects' | 'webhooks' | 'inbound'> {
  readonly inbound: InboundAdapter;
  readonly webhooks: WebhookAdapter;
  readonly rejects: Omit<RejectStore, 'asSent'>;
  readonly fenced: FencedAdapter;
}
