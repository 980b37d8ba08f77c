/** Cuts items into requests. Pure. */
import { type Resource, resourceKey } from '../resources.js';

export interface KeyedItem {
  item: unknown;
  /** Position in what was handed to `sendBulk`. */
  index: number;
  /** What identifies the record at the API; null where that is not known. */
  key: string | null;
}

export interface Batch {
  items: KeyedItem[];
  /** Of all items; null when one of them is not known. */
  keys: string[] | null;
}

export type KeyOf = (item: unknown) => string | null;

/**
 * Identity by the step's own key where it has one, else by the resource's upsert key. A step's key is about its records:
 * where it repeats among what is sent and the resource's does not, something else than records is sent.
 */
export function identify(
  items: readonly unknown[],
  resource: Resource,
  own: KeyOf | undefined,
): KeyedItem[] {
  const natural = items.map((item) => resourceKey(resource, item));
  const named =
    own === undefined ? natural : items.map((item, i) => own(item) ?? natural[i] ?? null);
  const keys = distinct(named) < distinct(natural) ? natural : named;
  return items.map((item, index) => ({ item, index, key: keys[index] ?? null }));
}

function distinct(keys: readonly (string | null)[]): number {
  return new Set(keys).size;
}

/** Batches of at most `size` items. One record is never twice in a request: which version wins there is not known. */
export function cut(items: readonly KeyedItem[], size: number): Batch[] {
  const batches: Batch[] = [];
  let batch: KeyedItem[] = [];
  let keys = new Set<string>();
  const close = () => {
    if (batch.length > 0) batches.push(batchOf(batch));
    batch = [];
    keys = new Set();
  };
  for (const entry of items) {
    if (batch.length === size || (entry.key !== null && keys.has(entry.key))) close();
    batch.push(entry);
    if (entry.key !== null) keys.add(entry.key);
  }
  close();
  return batches;
}

/** The two halves of a batch that was refused as a whole. */
export function halve({ items }: Batch): [Batch, Batch] {
  const middle = Math.ceil(items.length / 2);
  return [batchOf(items.slice(0, middle)), batchOf(items.slice(middle))];
}

export function batchOf(items: KeyedItem[]): Batch {
  const keys = items.flatMap(({ key }) => key ?? []);
  return { items, keys: keys.length === items.length ? keys : null };
}
