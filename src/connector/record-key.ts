/** Checks the key that a step's `key` returned for a record. Pure. */

export type RecordKey = string | number | bigint | null | undefined;

/** The key as text; null for a record without a key, undefined for an invalid key. */
export function keyText(value: unknown): string | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value === '' ? undefined : value;
  const isNumber = typeof value === 'bigint' || Number.isFinite(value);
  return isNumber ? String(value) : undefined;
}
