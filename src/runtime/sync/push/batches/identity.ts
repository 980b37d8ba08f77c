/** What identifies the items that are pushed. Pure. */
import { type Resource, resourceKey } from '../../../resources/resource.js';

/** One item of a push. */
export interface Entry {
  /** As it is sent. */
  item: unknown;
  /** As it was handed to `sendBulk`: the same, unless the function makes something else of it. */
  given: unknown;
  /** Position in what was handed to `sendBulk`. */
  index: number;
}

/** Of items that are sent as they were handed over. */
export function entriesOf(items: readonly unknown[], from = 0): Entry[] {
  return items.map((item, i) => ({ item, given: item, index: from + i }));
}

export interface KeyedItem extends Entry {
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
  entries: readonly Entry[],
  resource: Resource,
  own: KeyOf | undefined,
): KeyedItem[] {
  const natural = entries.map(({ item }) => resourceKey(resource, item));
  const stepKeys = entries.map(({ given }) => own?.(given) ?? null);
  const named = stepKeys.map((key, i) => key ?? natural[i] ?? null);
  const keys = distinct(named) < distinct(natural) ? natural : named;
  return entries.map((entry, i) => ({
    ...entry,
    key: keys[i] ?? null,
    stepKey: stepKeys[i] ?? null,
    names: namesOf(resource, natural[i] ?? null, stepKeys[i] ?? null),
  }));
}

/** A step may push records of several resources under one key: its names are those of a resource. */
function namesOf({ name }: Resource, natural: string | null, key: string | null): string[] {
  const named = key === null || key === natural ? null : `${name}=${key}`;
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
