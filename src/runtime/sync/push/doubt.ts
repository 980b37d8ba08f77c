import { IN_DOUBT_MS } from '../ledger/in-doubt.js';
import type { KeyedItem, KeyOf } from './batches.js';
import type { RecordOrder } from './order.js';
import { addKey, type PushedKeys } from './push.js';

/** A request of these ended without an answer: they may arrive late. Rule F2. */
export function noteInDoubt(
  order: RecordOrder,
  keys: PushedKeys,
  items: readonly KeyedItem[],
  keyOf: KeyOf | undefined,
  now: number,
): void {
  for (const entry of items) {
    order.inDoubt.note(entry, now + IN_DOUBT_MS);
    addKey(keys.inDoubt, keyOf?.(entry.item));
  }
}
