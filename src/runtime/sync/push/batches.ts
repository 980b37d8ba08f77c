/** Cuts items into requests. Pure. */
import { type Resource, resourceKey } from '../../resources.js';

export interface KeyedItem {
  item: unknown;
  /** Position in what was handed to `sendBulk`. */
  index: number;
  /** What people know the record by; null where nothing identifies it. */
  key: string | null;
  /** The step's own key, by which it knows the record; null where it has none. */
  stepKey: string | null;
  /**
   * Everything that identifies the record among those of its resource: the resource's own key, then the step's. Unlike
   * `key` it does not depend on what else is sent. Empty where nothing is known.
   */
  names: readonly string[];
}

export interface Batch {
  items: KeyedItem[];
  /** Of all items; null when one of them is not known. */
  names: string[] | null;
}

export type KeyOf = (item: unknown) => string | null;

/**
 * The key is the step's own where it has one, else the resource's upsert key. A step's key is about its records: where it
 * repeats among what is sent and the resource's does not, something else than records is sent.
 */
export function identify(
  items: readonly unknown[],
  resource: Resource,
  own: KeyOf | undefined,
): KeyedItem[] {
  const natural = items.map((item) => resourceKey(resource, item));
  const stepKeys = items.map((item) => own?.(item) ?? null);
  const named = stepKeys.map((key, i) => key ?? natural[i] ?? null);
  const keys = distinct(named) < distinct(natural) ? natural : named;
  return items.map((item, index) => ({
    item,
    index,
    key: keys[index] ?? null,
    stepKey: stepKeys[index] ?? null,
    names: namesOf(item, resource, own),
  }));
}

/** A step may push records of several resources under one key: its names are those of a resource. */
export function namesOf(item: unknown, resource: Resource, own: KeyOf | undefined): string[] {
  const natural = resourceKey(resource, item);
  const key = own?.(item) ?? null;
  const named = key === null || key === natural ? null : `${resource.name}=${key}`;
  return [natural, named].filter((name) => name !== null);
}

/** Equal for versions of one record, and for nothing else; null where no record can be told from another. */
export function recordOf(names: readonly string[]): string | null {
  // The first of two names is the resource's, whose parts are encoded: no line breaks in it.
  return names.length === 0 ? null : names.join('\n');
}

function distinct(keys: readonly (string | null)[]): number {
  return new Set(keys).size;
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
