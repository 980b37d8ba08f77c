/**
 * What a connector author writes and what the runtime hands to it.
 *
 * The names are those of the ShopiMind integration ecosystem, so an Integration written for another
 * kit of it runs here unchanged. Types only: nothing here has behaviour.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { RecordKey } from './record-key.js';

export type { RecordKey } from './record-key.js';

/** Raw merchant settings: a flat map, as the platform delivers it. */
export type RawSettings = Record<string, unknown>;

/** A text, or one per language: `{ fr: 'Magasin', en: 'Store' }`. */
export type LocalizedText = string | Record<string, string>;

export interface IntegrationMeta {
  name: string;
  /** `x.y.z` */
  version: string;
  categories?: string[];
  icon_url?: string;
  short_description?: LocalizedText;
  description?: LocalizedText;
  requires_external_auth?: boolean;
  documentation_url?: string;
}

export const CONFIG_FIELD_TYPES = [
  'text',
  'password',
  'textarea',
  'email',
  'url',
  'number',
  'select',
  'multiselect',
  'checkbox',
  'datetime',
] as const;

export type ConfigFieldType = (typeof CONFIG_FIELD_TYPES)[number];

export interface ConfigField {
  key: string;
  type: ConfigFieldType;
  label: LocalizedText;
  required?: boolean;
  help?: LocalizedText;
  default?: unknown;
  options?: { value: string | number; label: LocalizedText }[];
  owner?: 'merchant' | 'integrator';
  /** Stored as a secret and redacted in every log. */
  sensitive?: boolean;
  supports_variables?: boolean;
  remote?: {
    resource: string;
    label_field: string;
    value_field: string;
    description_field?: string;
  };
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  min?: number;
  max?: number;
  step?: number;
}

export interface ConfigStep {
  key?: string;
  label: LocalizedText;
  description?: LocalizedText;
  fields: ConfigField[];
  depends_on?: string | string[];
  on_complete?: { action: 'test_connection' };
}

export interface ConfigGroup {
  key?: string;
  label: LocalizedText;
  fields: ConfigField[];
}

/** The form shown to the merchant. */
export interface ConfigSchema {
  steps?: ConfigStep[];
  fields?: ConfigField[];
  groups?: ConfigGroup[];
}

export interface WidgetDeclaration {
  key: string;
  name: LocalizedText;
  description?: LocalizedText;
  icon_url?: string;
  preview_image_url?: string;
  targets: string[];
  render_type: 'image' | 'html';
  render_mode?: 'static' | 'dynamic';
  image_url_template?: string;
  html_template?: string;
  css_template?: string;
  renderer_key?: string;
  default_width?: number;
  config_schema?: Record<string, unknown>;
}

// ---------------------------------------------------------------- provisioning plan

export const FIELD_TYPES = [
  'bool',
  'text',
  'longtext',
  'number',
  'decimal',
  'list',
  'date',
  'datetime',
  'json',
  'geolocation',
] as const;

export type FieldType = (typeof FIELD_TYPES)[number];

export interface FieldDefinition {
  name: string;
  /** Shown in the dashboard; the field's name when absent. */
  label?: string;
  type: FieldType;
  required?: boolean;
  description?: string;
  default?: unknown;
  /** The values of a `list` field. */
  options?: readonly (string | number)[];
}

export interface Relationship {
  /** A field of this definition. */
  sourceField: string;
  targetSchemaType: 'system' | 'custom';
  /** A system schema (`contacts`, `products`), a definition's name in the plan, or a numeric id. */
  targetSchema: string;
  /** Filled by the API when absent: `id`, `id_contact` or `product_id`. */
  targetField?: string;
}

export interface CustomDataDefinition {
  name: string;
  description?: string;
  /** Composite key for record upserts; must name declared fields. Without it every save inserts. */
  unique_keys?: readonly string[];
  fields: readonly FieldDefinition[];
  relationships?: readonly Relationship[];
}

export interface DataSourceDeclaration {
  label: string;
  /** `api` everywhere so far. */
  type: string;
  parent_id?: number;
  config?: Record<string, unknown>;
  /** Key of `config` that identifies the source when its label changes. Never sent to the API. */
  stableConfigKey?: string;
}

export interface DataSourcePlan {
  /** The connector's own key, used by `withSource(key)`. */
  key: string;
  decl: DataSourceDeclaration;
  /** Key of another source of the plan. */
  parentKey?: string;
}

export interface EventDefinition {
  code_name: string;
  name: Record<string, string>;
  properties?: Record<string, unknown>;
}

export interface OrderStatusDefinition {
  status_id: string;
  lang: string;
  name: string;
  is_deleted?: boolean;
  created_at?: string;
  updated_at?: string;
  id_data_source?: number;
}

export interface ProvisioningPlan {
  dataSources?: readonly DataSourcePlan[];
  customData?: readonly CustomDataDefinition[];
  events?: readonly EventDefinition[];
  orderStatuses?: readonly OrderStatusDefinition[];
}

// ---------------------------------------------------------------- logging

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogMeta = Record<string, unknown>;

/** Structured, always redacted. */
export interface Logger {
  debug(message: string, meta?: LogMeta): void;
  info(message: string, meta?: LogMeta): void;
  warn(message: string, meta?: LogMeta): void;
  error(message: string, meta?: LogMeta): void;
  child(bindings: LogMeta): Logger;
}

// ---------------------------------------------------------------- pushing

export type ApiRecord = Record<string, unknown>;

/**
 * A bulk function of the SDK, such as `SpmCustomers.bulkSave`, or one of the same shape. It resolves to
 * the SDK's envelope and does not throw on HTTP failures. Its items are `never[]` because a parameter is
 * contravariant: that is the one type which every function of the SDK fits.
 */
export type BulkFunction = (client: SpmHttpClient, items: never[]) => Promise<unknown>;

export interface RejectedItem<T = ApiRecord> {
  /** Position in the array given to the call. */
  index: number;
  item: T;
  /** The API's own messages. */
  errors: string[];
  /** HTTP status of the answer that held the reject: 200 for a per-item one. */
  status: number;
}

export interface BulkResult<T = ApiRecord> {
  /** Items the API acknowledged. */
  sent: number;
  rejected: number;
  rejectedItems: RejectedItem<T>[];
}

export interface BulkOptions {
  /** Items per request; the limit of the resource when absent. */
  chunkSize?: number;
}

/** Splits, sends and accounts. Throws when a request fails; a reject is returned and recorded, never thrown. */
export type SendBulk = <T = ApiRecord>(
  fn: BulkFunction,
  items: readonly T[],
  options?: BulkOptions,
) => Promise<BulkResult<T>>;

/** One provisioned data source. */
export interface SourceHandle {
  id: number;
  /** Copies of the items with `id_data_source` set. */
  tag<T extends object>(items: readonly T[]): (T & { id_data_source: number })[];
  /** Tags and sends. */
  send<T extends object>(
    fn: BulkFunction,
    items: readonly T[],
    options?: BulkOptions,
  ): Promise<BulkResult>;
}

/** One provisioned custom-data definition. */
export interface CustomDataHandle<R = ApiRecord> {
  id: number;
  save(records: readonly R[], options?: BulkOptions): Promise<BulkResult<R>>;
}

/** Links a definition made with `defineCustomData` to the type of its records. Never present at run time. */
export interface TypedDefinition<R> extends CustomDataDefinition {
  readonly __record?: R;
}

// ---------------------------------------------------------------- contexts

/** Key/value state of one installation, encrypted where the store has a key. */
export interface StateAccess {
  get<T = unknown>(key: string): Promise<T | null>;
  set(key: string, value: unknown): Promise<void>;
  setSecret(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
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
  readonly inboundSecret: string | null;
  /** The source provisioned under this key. Throws when there is none. */
  withSource(key: string): SourceHandle;
  /** The definition provisioned under this name (or made with `defineCustomData`). Throws when there is none. */
  customData<R>(definition: TypedDefinition<R>): CustomDataHandle<R>;
  customData(name: string): CustomDataHandle;
}

/**
 * Half-open: `since <= t < until`. `since` is null when everything is wanted: in a full run of a step that tracks deletes,
 * which takes what it does not read for gone. `until` then lies a day ahead, so that what changes meanwhile is read too.
 */
export interface SyncWindow {
  since: Date | null;
  until: Date;
}

/** Where a step is inside its window: a keyset or an opaque token of the partner, never an offset. */
export type Position = string | number | { [key: string]: Position } | Position[] | null;

export interface Page<T> {
  items: T[];
  /** Token of the next page; null or absent at the end. */
  next?: string | number | null;
}

export type FetchPage<T> = (token: string | number | null) => Promise<Page<T>>;

export interface SyncStepContext<S = RawSettings> extends IntegrationContext<S> {
  readonly entity: string;
  /** `''` for a global step. */
  readonly sourceKey: string;
  readonly window: SyncWindow;
  /** The cursor before this run; null when the step was never synced. */
  readonly cursor: Date | null;
  /** Aborted on shutdown or when the lease is lost. */
  readonly signal: AbortSignal;
  /** The last committed position of an interrupted window, or null. */
  readonly resume: Position;
  /** Commits a position once every push started so far is settled. Not to be called past something that failed. */
  checkpoint(position: Position): Promise<void>;
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

export interface PaginateOptions {
  start?: string | number | null;
  /** Stops with an error after this many pages: a partner that never ends its pages. Default 100,000. */
  maxPages?: number;
  signal?: AbortSignal;
}

// ---------------------------------------------------------------- steps

export type CursorScope = 'global' | 'per-source';
export type RejectPolicy = boolean | { maxRatio: number };

export interface SyncStepResult {
  /** What the API acknowledged. */
  items: number;
  errors: string[];
  advanceCursorTo?: Date;
}

export interface SyncStep<S = RawSettings> {
  entity: string;
  cursorScope: CursorScope;
  enabled(settings: S): boolean;
  sources?(ctx: IntegrationContext<S>): string[] | Promise<string[]>;
  tolerateRejects?: RejectPolicy;
  run(ctx: SyncStepContext<S>): Promise<SyncStepResult>;
}

/** Config of `defineBulkStep`. `Raw` is what the partner gives, `Rec` what the API takes. */
export interface BulkStepConfig<S = RawSettings, Raw = unknown, Rec extends object = ApiRecord> {
  entity: string;
  stream(ctx: SyncStepContext<S>): AsyncIterable<Raw>;
  /** The record to push, or null to skip the item. */
  map(raw: Raw, ctx: SyncStepContext<S>): Rec | null | Promise<Rec | null>;
  push(ctx: SyncStepContext<S>, records: Rec[]): Promise<unknown>;
  /** Records collected before a push; default 500. */
  batchSize?: number;
  /** Default `global`. */
  cursorScope?: CursorScope;
  /** Default: always. */
  enabled?(settings: S): boolean;
  sources?(ctx: IntegrationContext<S>): string[] | Promise<string[]>;
  tolerateRejects?: RejectPolicy;
  /**
   * Where the cursor goes after a clean run; default `window.until`, null = not at all. Never further than what has settled,
   * which in a full run that tracks deletes is before `window.until`.
   */
  advanceTo?(ctx: SyncStepContext<S>): Date | null | Promise<Date | null>;
  /** Identity of a record at the API; null or undefined for one that has none. A number is taken for its digits. */
  key?(record: Rec): RecordKey;
  /** Keyset position of a raw item, for checkpoints; they need `order: 'asc'`, too. */
  position?(raw: Raw): Position;
  /** Whether the stream is ordered by `position`. What is not in order is noticed, and its window is read as a whole. */
  order?: 'asc' | 'none';
  skipUnchanged?: boolean;
  /**
   * A full run deletes what it has not read, so that its stream must give everything there is at the partner: all of the
   * window that it is handed, from `since = null` to an `until` that lies ahead.
   */
  trackDeletes?: {
    remove(ctx: SyncStepContext<S>, keys: string[]): Promise<unknown>;
    maxRatio?: number;
  };
  /** Pushes on their way at most, while the stream is read on; 1 for one after another. */
  concurrency?: number;
  /** How many items the stream gives, where that is known: progress then tells the time left. */
  total?(ctx: SyncStepContext<S>): number | Promise<number>;
}

/** A bulk step is a plain step that also carries its config, so that the engine can do more with it. */
export interface BulkStep<S = RawSettings> extends SyncStep<S> {
  readonly bulk: BulkStepConfig<S, unknown, object>;
}

// ---------------------------------------------------------------- integration

export type Hook<S> = (ctx: IntegrationContext<S>) => void | Promise<void>;

export interface IntegrationHooks<S> {
  onInstall?: Hook<S>;
  onActivate?: Hook<S>;
  onDeactivate?: Hook<S>;
  onUninstall?: Hook<S>;
  onConfigUpdated?: Hook<S>;
}

/** What `testConnection` and remote data get: no installation exists yet, so no API client works. */
export interface SettingsContext<S = RawSettings> {
  readonly settings: S;
  readonly logger: Logger;
}

export interface RemoteOption {
  value: string | number;
  label: string;
}

export interface Integration<S = RawSettings> {
  /** `[a-z0-9_-]+` */
  slug: string;
  meta: IntegrationMeta;
  configSchema: ConfigSchema;
  /** Typed settings from the raw map; throws on invalid input. */
  parseSettings(raw: RawSettings): S;
  testConnection(ctx: SettingsContext<S>): Promise<boolean>;
  provisioning?:
    | ProvisioningPlan
    | ((ctx: IntegrationContext<S>) => ProvisioningPlan | Promise<ProvisioningPlan>);
  syncSteps: SyncStep<S>[];
  remoteData?: Record<string, (ctx: SettingsContext<S>) => Promise<RemoteOption[]>>;
  widgets?: WidgetDeclaration[];
  hooks?: IntegrationHooks<S>;
  inbound?: Record<string, (ctx: IntegrationContext<S>, payload: unknown) => void | Promise<void>>;
}
