/** How records go to the API. */
import type { SpmHttpClient } from '@shopimind/sdk-js';

export type ApiRecord = Record<string, unknown>;

/**
 * A bulk function of the SDK, such as `SpmCustomers.bulkSave`, or one of the same shape. It resolves to
 * the SDK's envelope and does not throw on HTTP failures. Its items are `never[]` because a parameter is
 * contravariant: that is the one type which every function of the SDK fits.
 */
export type BulkFunction = (client: SpmHttpClient, items: never[]) => Promise<unknown>;

/**
 * A call of the SDK whose path takes parameters: `() => SpmProductsVariations.bulkSave(ctx.spm, productId, items)`. Its
 * request is recognised when it goes through the context's client.
 */
export type PushCall = () => Promise<unknown>;

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
  /** The same, by the ecosystem's name. */
  rejected_items: RejectedItem<T>[];
}

export interface BulkOptions {
  /** Items per request; the limit of the resource when absent. */
  chunkSize?: number;
}

/** Splits, sends and accounts. Throws when a request fails; a reject is returned and recorded, never thrown. */
export interface SendBulk {
  <T = ApiRecord>(
    fn: BulkFunction,
    items: readonly T[],
    options?: BulkOptions,
  ): Promise<BulkResult<T>>;
  (call: PushCall, options?: BulkOptions): Promise<BulkResult>;
}

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
