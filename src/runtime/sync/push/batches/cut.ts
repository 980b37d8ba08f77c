/** Cuts items into requests. Pure. */
import type { KeyedItem } from './identity.js';

export interface Batch {
  items: KeyedItem[];
  /** Of all items; null when one of them is not known. */
  names: string[] | null;
}

/**
 * Batches of at most `size` items. One record is never twice in a request: which version wins there is not known. The
 * first of its names tells: where the resource has a key, that is what the API goes by.
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

/** The two halves of a batch that was refused as a whole. */
export function halve({ items }: Batch): [Batch, Batch] {
  const middle = Math.ceil(items.length / 2);
  return [batchOf(items.slice(0, middle)), batchOf(items.slice(middle))];
}

export function batchOf(items: KeyedItem[]): Batch {
  const known = items.every(({ names }) => names.length > 0);
  return { items, names: known ? items.flatMap(({ names }) => names) : null };
}
