/** The steps of a sync. */
import type { TimeSpan } from '../time.js';
import type { IntegrationContext, Position, SyncStepContext } from './contexts.js';
import type { ApiRecord } from './pushing.js';
import type { RecordKey } from './record-key.js';
import type { RawSettings } from './settings-form.js';

export type CursorScope = 'global' | 'per-source';
export type RejectPolicy = boolean | { maxRatio: number };

/**
 * What a stream yields. `window`: records that changed in the window, by the partner's dates. `snapshot`: all records
 * in every run; the engine finds the changed ones.
 */
export type Reads = 'window' | 'snapshot';

export interface SyncStepResult {
  /** Items that the API acknowledged. */
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

/** Config of `defineBulkStep`. `Raw` is an item of the partner, `Rec` a record of the API. */
export interface BulkStepConfig<S = RawSettings, Raw = unknown, Rec extends object = ApiRecord> {
  entity: string;
  /** Default `window`. A `snapshot` needs `key`, always skips unchanged records, and makes every run a full one. */
  reads?: Reads;
  stream(ctx: SyncStepContext<S>): AsyncIterable<Raw>;
  /**
   * When an item changed, if the stream may yield items outside the window: those are skipped and counted. A day
   * belongs to every window that it overlaps; null belongs to all. In a snapshot, only `--since` and `--until` skip
   * items.
   */
  changedAt?(raw: Raw): TimeSpan | Date | string | null | undefined;
  /** Returns the record to push, or null to skip the item. */
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
   * Where the cursor moves after a clean run. Default `window.until`; null keeps it. It never passes unsettled
   * records, so after a full run that tracks deletes it stays before `window.until`.
   */
  advanceTo?(ctx: SyncStepContext<S>): Date | null | Promise<Date | null>;
  /** The record's key at the API; null or undefined if it has none. A number counts as its digits. */
  key?(record: Rec): RecordKey;
  /** Keyset position of a raw item, for checkpoints. They also need `order: 'asc'`. */
  position?(raw: Raw): Position;
  /** Whether the stream is ordered by `position`. If an item is out of order, the whole window is read again. */
  order?: 'asc' | 'none';
  /** Skips records that the API already has in this version. Needs `key`. */
  skipUnchanged?: boolean;
  /**
   * Deletes the records that a full run did not read. The stream must therefore yield everything in its window, from
   * `since = null` to an `until` that is a day ahead.
   */
  trackDeletes?: {
    remove(ctx: SyncStepContext<S>, keys: string[]): Promise<unknown>;
    maxRatio?: number;
  };
  /** Maximum pushes in parallel; 1 runs them one after another. */
  concurrency?: number;
  /** How many items the stream will yield, if known. Progress then shows the time left. */
  total?(ctx: SyncStepContext<S>): number | Promise<number>;
}

/** A plain step with the config of a bulk step, which lets the engine do more with it. */
export interface BulkStep<S = RawSettings> extends SyncStep<S> {
  readonly bulk: BulkStepConfig<S, unknown, object>;
}
