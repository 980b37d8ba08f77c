/** Input, hooks and state of one call of `sendBulk`. Types only. */
import type { RejectedItem } from '../../../connector/types.js';
import type { PushClient } from '../../api/push-client.js';
import type { Destination } from '../../resources/destination.js';
import type { Resource } from '../../resources/resource.js';
import type { KeyedItem, KeyOf } from './batches/identity.js';
import type { RecordOrder } from './record-order.js';
import type { RequestTools } from './retry/request.js';

export interface SettledReject extends KeyedItem, RejectedItem<unknown> {}

/** The items that one request settled. */
export interface Settlement {
  resource: Resource;
  acknowledged: KeyedItem[];
  rejects: SettledReject[];
}

export interface PushHooks {
  /** Called with the items first. If it returns a promise, the call waits for it. */
  turn?(items: readonly KeyedItem[]): Promise<unknown> | null;
  /** Called after the wait and before anything is sent; returns the items to send. */
  select?(items: KeyedItem[], resource: Resource): KeyedItem[];
  /** Called after each request that settled items. They count as settled once it resolves. */
  settle?(settlement: Settlement): void | Promise<void>;
  /** Called before each attempt; throws when the attempt must not go out. */
  admit?(): void | Promise<void>;
  /** Called before the first attempt of a batch. */
  beforeBatch?(items: readonly KeyedItem[]): void | Promise<void>;
  /** Called after an attempt that may have been applied or may still arrive. A retry waits until it resolves. */
  inDoubt?(items: readonly KeyedItem[]): void | Promise<void>;
  /** Called with the unsettled items when a push fails. */
  failed?(items: readonly KeyedItem[], error: unknown): void;
}

export interface SenderParts {
  client: PushClient;
  tools: RequestTools;
  order: RecordOrder;
  /** Makes the idempotency keys unique to this work, such as installation, entity and window. */
  scope: string;
  /** The step's own key of a record. */
  keyOf?: KeyOf | undefined;
}

/** The items of one destination while they are sent. */
export interface Call {
  readonly parts: SenderParts;
  readonly destination: Destination;
  readonly resource: Resource;
  readonly hooks: PushHooks;
  /** Positions of the settled items in the array that was handed over. */
  readonly settled: Set<number>;
  readonly rejects: SettledReject[];
  acknowledged: number;
  /** The first error. After it, nothing more is sent. */
  failure: { error: unknown } | undefined;
}
