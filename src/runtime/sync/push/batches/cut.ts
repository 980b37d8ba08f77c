/** Cuts items into requests. Pure. */
import type { KeyedItem } from './identity.js';

export interface Batch {
  items: KeyedItem[];
  /** The names of all items; null when an item has none. */
  names: string[] | null;
}

/**
 * Cuts items into batches of at most `size`. A request never holds a record twice, since the API does not say which
 * version wins. Records are compared by their first name, which is the API's own key if the resource has one.
 */
export function cut(items: readonly KeyedItem[], size: number): Batch[] {
  const batches: Batch[] = [];
  let batch: KeyedItem[] = [];
  let names = new Set<string>();
  const close = () => {
    if (batch.length > 0) batches.push(batchOf(batch));
    batch = [];
    names = new Set();
  };
  for (const entry of items) {
    const [name] = entry.names;
    if (batch.length === size || (name !== undefined && names.has(name))) close();
    batch.push(entry);
    if (name !== undefined) names.add(name);
  }
  close();
  return batches;
}

/** Splits a rejected batch into two halves. */
export function halve({ items }: Batch): [Batch, Batch] {
  const middle = Math.ceil(items.length / 2);
  return [batchOf(items.slice(0, middle)), batchOf(items.slice(middle))];
}

export function batchOf(items: KeyedItem[]): Batch {
  const known = items.every(({ names }) => names.length > 0);
  return { items, names: known ? items.flatMap(({ names }) => names) : null };
}
