/** Identifies the items of a push. Pure. */
import { type Resource, resourceKey } from '../../../resources/resource.js';

/** One item of a push. */
export interface Entry {
  /** The item as it is sent. */
  item: unknown;
  /** The item as `sendBulk` got it. It differs when the function makes another object of it. */
  given: unknown;
  /** Position in the array that `sendBulk` got. */
  index: number;
}

/** Entries of items that are sent unchanged. */
export function entriesOf(items: readonly unknown[], from = 0): Entry[] {
  return items.map((item, i) => ({ item, given: item, index: from + i }));
}

export interface KeyedItem extends Entry {
  /** The public key of the record; null when it has none. */
  key: string | null;
  /** The step's own key of the record; null when the step has none. */
  stepKey: string | null;
  /**
   * All names of the record within its resource: the resource's key, then the step's. Unlike `key`, they do not depend
   * on the other items. Empty for a record without any.
   */
  names: readonly string[];
}

export type KeyOf = (item: unknown) => string | null;

/**
 * The key is the step's if it has one, otherwise the resource's upsert key. If the step's key repeats and the
 * resource's does not, the items are not the step's records, so the resource's key is used.
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
  return entries.map(({ item, given, index }, i) => ({
    ...{ item, given, index },
    key: keys[i] ?? null,
    stepKey: stepKeys[i] ?? null,
    names: namesOf(resource, natural[i] ?? null, stepKeys[i] ?? null),
  }));
}

/** The resource is part of a name, since a step may push records of several resources under one key. */
function namesOf({ name }: Resource, natural: string | null, key: string | null): string[] {
  const named = key === null || key === natural ? null : `${name}=${key}`;
  return [natural, named].filter((name) => name !== null);
}

/** Equal for versions of one record only; null when the record has no name. */
export function recordOf(names: readonly string[]): string | null {
  // Joining by line breaks is unambiguous, because the resource's key is encoded and contains none.
  return names.length === 0 ? null : names.join('\n');
}

function distinct(keys: readonly (string | null)[]): number {
  return new Set(keys).size;
}
