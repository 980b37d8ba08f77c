/** One call of `sendBulk`, and what it is told and tells. Types only. */
import type { RejectedItem } from '../../../connector/types.js';
import type { PushClient } from '../../api/push-client.js';
import type { Destination } from '../../resources/destination.js';
import type { Resource } from '../../resources/resource.js';
import type { KeyedItem, KeyOf } from './batches/identity.js';
import type { RecordOrder } from './order.js';
import type { RequestTools } from './retry/request.js';

export interface SettledReject extends KeyedItem, RejectedItem<unknown> {}

/** What one request settled. */
export interface Settlement {
  resource: Resource;
  acknowledged: KeyedItem[];
  rejects: SettledReject[];
}

export interface PushHooks {
  /** Called when items are handed over; what it gives, if anything, is waited for first. */
  turn?(items: readonly KeyedItem[]): Promise<unknown> | null;
  /** Called when it is their turn, before anything is sent; gives those to send. */
  select?(items: KeyedItem[], resource: Resource): KeyedItem[];
  /** Called after each request that settled something; it counts as settled once this resolves. */
  settle?(settlement: Settlement): void | Promise<void>;
  /** Called before each try; throws when it must not go out. */
  admit?(): void | Promise<void>;
  /** Called before a batch goes out for the first time. */
  beforeBatch?(items: readonly KeyedItem[]): void | Promise<void>;
  /** Called after a try that may have been applied, or may still be; nothing is sent again before it resolves. */
  inDoubt?(items: readonly KeyedItem[]): void | Promise<void>;
  /** Called with what was not settled, when a push fails. */
  failed?(items: readonly KeyedItem[], error: unknown): void;
}

export interface SenderParts {
  client: PushClient;
  tools: RequestTools;
  order: RecordOrder;
  /** What makes the idempotency keys of this work its own, such as installation, entity and window. */
  scope: string;
  /** Identity of a record where the step knows better than the resource. */
  keyOf?: KeyOf | undefined;
}

/** Items of one destination on their way. */
export interface Call {
  readonly parts: SenderParts;
  readonly destination: Destination;
  readonly resource: Resource;
  readonly hooks: PushHooks;
  /** By their positions in what was handed over. */
  readonly settled: Set<number>;
  readonly rejects: SettledReject[];
  acknowledged: number;
  /** The first thing that went wrong: nothing more is sent. */
  failure: { error: unknown } | undefined;
}
