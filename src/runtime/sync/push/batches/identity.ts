/** What identifies the items that are pushed. Pure. */
import { type Resource, resourceKey } from '../../../resources.js';

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
