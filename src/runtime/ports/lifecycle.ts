/** Webhooks and the lifecycle of installations, as a store keeps them. Types only. */
import type { NewInstallation, NewStateEntry } from './records.js';

export interface WebhookEntry {
  id: number;
  event: string;
  installationId: string | null;
  signatureOk: boolean;
  createdAt: number;
}

/** A lifecycle webhook whose signature verified. */
export interface NewWebhook {
  installationId: string;
  /** The name of the event as it was sent. */
  event: string;
  /** Lower-case hex. A webhook with a signature that was seen is the same webhook. */
  signature: string;
  /** As it was sent. */
  body: string;
  /** The body without its secrets, for the log. */
  payload: unknown;
}

/** `error` is a code for the platform. */
export type WebhookOutcome = { success: true } | { success: false; error: string };

export interface AcceptedWebhook {
  id: number;
  /** Success if the webhook was handled before; null if it has to be handled. */
  outcome: WebhookOutcome | null;
}

/** A webhook that was accepted and not handled yet. */
export interface WaitingWebhook {
  id: number;
  installationId: string;
  event: string;
  body: string;
  /** How often it arrived. The platform may repeat a webhook. */
  attempts: number;
}

/**
 * The phase of an installation. `inactive` means that it was active before. The ecosystem's status of `installed`,
 * `activating` and `ready` is `inactive`, too.
 */
export type Phase = 'installed' | 'activating' | 'ready' | 'active' | 'inactive' | 'uninstalled';

export interface Lifecycle {
  phase: Phase;
  /** Whether the next sync reads everything. */
  backfill: boolean;
}

/** The changes of one lifecycle event. The store makes all of them or none. */
export interface LifecycleChange {
  /** The change happens only in one of these phases. Absent: in any, also for an unknown installation. */
  from?: readonly Phase[];
  phase: Phase;
  /** Fields of the installation, which is added if it is unknown. */
  installation?: NewInstallation;
  backfill?: boolean;
  /** Entries to write to its state. */
  state?: readonly NewStateEntry[];
  /** Keys to delete from its state. */
  forget?: readonly string[];
  /** Deletes all of its state but these keys. */
  keepOnly?: readonly string[];
  /** Takes the lease from its holder. Nobody can acquire it for this time, in milliseconds. */
  revokeForMs?: number;
}

export interface WebhookStore {
  /** Newest first. */
  recent(limit: number): Promise<WebhookEntry[]>;
  /**
   * Logs the webhooks and keeps them until they are handled, all in one transaction. One that is seen again waits
   * again if its handling failed. @throws SpmError SPM_SECRET_* when a body cannot be encrypted
   */
  accept(webhooks: readonly NewWebhook[], now: number): Promise<AcceptedWebhook[]>;
  /** Those that wait, oldest first. */
  waiting(): Promise<WaitingWebhook[]>;
  /** Records the outcome, and forgets the body. */
  settle(id: number, outcome: WebhookOutcome, now: number): Promise<void>;
}

/** The lifecycle of installations. */
export interface LifecycleStore {
  /** Null for an unknown installation. */
  get(installationId: string): Promise<Lifecycle | null>;
  /** Sets the phase and its status. Returns false, without a change, if the current phase is not in `from`. */
  change(installationId: string, change: LifecycleChange, now: number): Promise<boolean>;
  /** Ends the request to read everything: a sync has done so. */
  endBackfill(installationId: string): Promise<void>;
}

/** An inbound call of the partner, told apart by its key. */
export interface InboundCall {
  installationId: string;
  key: string;
  action: string;
}

export interface InboundStore {
  /**
   * Begins a call. `done`: it succeeded before. `running`: it began and has not ended, and began after `deadBefore`.
   * A call that failed, or whose process died, begins anew.
   */
  begin(call: InboundCall, deadBefore: number, now: number): Promise<'begun' | 'running' | 'done'>;
  /** Ends a call; `error` is null after a success. */
  end(call: InboundCall, error: string | null, now: number): Promise<void>;
}
