/** What the runtime passes to the code of a connector. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Logger } from './logging.js';
import type { FetchNumberedPage, FetchPage, PaginateOptions } from './pages.js';
import type { TypedDefinition } from './plan-types.js';
import type { CustomDataHandle, SendBulk, SourceHandle } from './pushing.js';
import type { RawSettings } from './settings-form.js';
import type { StepCursor } from './step-cursor.js';

/** Facts about a value, without the value itself. */
export interface StateMeta {
  key: string;
  encrypted: boolean;
  /** ISO-8601, UTC. */
  updated_at: string;
  /** Number of characters as stored. */
  value_length: number;
  /** The first 100 characters; null when the value is encrypted, or its name marks it as a secret. */
  value_preview: string | null;
}

/**
 * Key/value state of one installation, encrypted when the store has a key. Values are texts; `setJson` and `getJson`
 * keep other values. As elsewhere in the ecosystem, the installation's id may be the first argument.
 */
export interface StateAccess {
  get(key: string): Promise<string | null>;
  get(installationId: string, key: string): Promise<string | null>;
  /** Throws SPM_CONNECTOR_INVALID when the text is not JSON. */
  getJson<T = unknown>(key: string): Promise<T | null>;
  set(key: string, text: string): Promise<void>;
  set(installationId: string, key: string, text: string): Promise<void>;
  setJson(key: string, value: unknown): Promise<void>;
  /** Throws SPM_SECRET_MISSING when the store has no key, except for sandboxes on this machine. */
  setSecret(key: string, text: string): Promise<void>;
  setSecret(installationId: string, key: string, text: string): Promise<void>;
  delete(key: string): Promise<void>;
  delete(installationId: string, key: string): Promise<void>;
  listMeta(installationId?: string): Promise<StateMeta[]>;
}

export interface IntegrationContext<S = RawSettings> {
  readonly installationId: string;
  readonly settings: S;
  /** The SDK's client for this installation. */
  readonly spm: SpmHttpClient;
  readonly sendBulk: SendBulk;
  readonly state: StateAccess;
  readonly logger: Logger;
  setExternalAccount(account: { id: string; name?: string }): Promise<void>;
  /** The secret that signs inbound calls; `''` without one. */
  readonly inboundSecret: string;
  /** The source provisioned under this key. Throws when it is not provisioned. */
  withSource(key: string): SourceHandle;
  /** The definition provisioned under this name, or made with `defineCustomData`. Throws when it is not provisioned. */
  customData<R>(definition: TypedDefinition<R>): CustomDataHandle<R>;
  customData(name: string): CustomDataHandle;
}

/**
 * Half-open: `since <= t < until`. In a full run of a step that tracks deletes, `since` is null and the step must read
 * everything, since unread records are deleted. `until` is then a day ahead, to include changes made meanwhile.
 */
export interface SyncWindow {
  since: Date | null;
  until: Date;
}

/** The position of a step in its window: a keyset or an opaque token of the partner, never an offset. */
export type Position = string | number | { [key: string]: Position } | Position[] | null;

export interface SyncStepContext<S = RawSettings> extends IntegrationContext<S> {
  readonly entity: string;
  /** `''` for a global step. */
  readonly sourceKey: string;
  readonly window: SyncWindow;
  /** The cursor before this run, as a date and as a row; null before the first sync of the step. */
  readonly cursor: StepCursor | null;
  /** Aborted on shutdown or when the lease is lost. */
  readonly signal: AbortSignal;
  /** The last committed position of an interrupted window, or null. */
  readonly resume: Position;
  /** Commits a position once all earlier pushes are settled. Do not call it past a failed item. */
  checkpoint(position: Position): Promise<void>;
  paginate<T>(
    fetchPage: FetchNumberedPage<T>,
    options?: PaginateOptions,
  ): AsyncGenerator<T, void, undefined>;
  paginate<T>(
    fetchPage: FetchPage<T>,
    options?: PaginateOptions,
  ): AsyncGenerator<T, void, undefined>;
  mapConcurrent<T, R>(
    items: Iterable<T> | AsyncIterable<T>,
    limit: number,
    fn: (item: T, index: number) => Promise<R>,
  ): Promise<R[]>;
}

/** The context of `testConnection` and remote data. There is no installation yet, so there is no API client. */
export interface SettingsContext<S = RawSettings> {
  readonly settings: S;
  readonly logger: Logger;
}
