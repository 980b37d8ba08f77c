/** The steps of a sync. */
import type { TimeSpan } from '../time.js';
import type { IntegrationContext, Position, SyncStepContext } from './contexts.js';
import type { ApiRecord } from './pushing.js';
import type { RecordKey } from './record-key.js';
import type { RawSettings } from './settings-form.js';

export type CursorScope = 'global' | 'per-source';
export type RejectPolicy = boolean | { maxRatio: number };

/**
 * What a stream gives. `window`: what changed in the window, by the partner's own dates. `snapshot`: everything there is,
 * in each run, whatever it is dated; the engine then finds out what has changed.
 */
export type Reads = 'window' | 'snapshot';

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
  /** Default `window`. A `snapshot` needs `key`; `skipUnchanged` goes without saying, and every run is a full one. */
  reads?: Reads;
  stream(ctx: SyncStepContext<S>): AsyncIterable<Raw>;
  /**
   * When an item changed, where the stream may give more than the window: what lies outside is left out, and counted. A day
   * belongs to every window that touches it, and so does null. Of a snapshot, only `--since` and `--until` leave anything out.
   */
  changedAt?(raw: Raw): TimeSpan | Date | string | null | undefined;
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
  /** Leaves out what the API has as it is. Needs `key`. */
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
