/** Types for sending records to the API. */
import type { SpmHttpClient } from '@shopimind/sdk-js';

export type ApiRecord = Record<string, unknown>;

/**
 * A bulk function of the SDK, such as `SpmCustomers.bulkSave`, or one with the same signature. It resolves to the
 * SDK's envelope and does not throw on HTTP errors. Its items are `never[]`, since parameters are contravariant: only
 * that type fits every function of the SDK.
 */
export type BulkFunction = (client: SpmHttpClient, items: never[]) => Promise<unknown>;

/**
 * A call of the SDK whose path takes parameters: `() => SpmProductsVariations.bulkSave(ctx.spm, productId, items)`.
 * The engine recognises its request if it goes through the context's client.
 */
export type PushCall = () => Promise<unknown>;

export interface RejectedItem<T = ApiRecord> {
  /** Position in the given array. */
  index: number;
  item: T;
  errors: string[];
  /** HTTP status of the answer; 200 when the API rejected single items. */
  status: number;
}

export interface BulkResult<T = ApiRecord> {
  /** Items that the API acknowledged. */
  sent: number;
  rejected: number;
  rejectedItems: RejectedItem<T>[];
  /** The ecosystem's name for `rejected`. */
  rejected_items: RejectedItem<T>[];
}

export interface BulkOptions {
  /** Items per request. Default: the limit of the resource. */
  chunkSize?: number;
}

/**
 * Splits the items into requests and counts the outcome. Throws when a request fails; rejects are returned and
 * recorded.
 */
export interface SendBulk {
  <T = ApiRecord>(
    fn: BulkFunction,
    items: readonly T[],
    options?: BulkOptions,
  ): Promise<BulkResult<T>>;
  (call: PushCall, options?: BulkOptions): Promise<BulkResult>;
}

export interface SourceHandle {
  id: number;
  /** Returns copies of the items with `id_data_source` set. */
  tag<T extends object>(items: readonly T[]): (T & { id_data_source: number })[];
  /** Tags the items and sends them. */
  send<T extends object>(
    fn: BulkFunction,
    items: readonly T[],
    options?: BulkOptions,
  ): Promise<BulkResult>;
}

export interface CustomDataHandle<R = ApiRecord> {
  id: number;
  save(records: readonly R[], options?: BulkOptions): Promise<BulkResult<R>>;
}
