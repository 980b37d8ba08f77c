/** Fingerprints of records. Pure. Rule F1. */
import { createHash, randomUUID } from 'node:crypto';

/**
 * SHA-256 of a record, independent of the order of its fields, and of its destination. A record that JSON cannot
 * represent gets a random hash, so it always counts as changed; the push reports the error.
 */
export function fingerprintOf(record: unknown, scope: string): string {
  return createHash('sha256').update(scope).update('\n').update(textOf(record)).digest('base64');
}

function textOf(record: unknown): string {
  try {
    return canonical(record);
  } catch {
    return randomUUID();
  }
}

/** JSON with sorted fields. It leaves out what JSON leaves out, and is `null` where that is all, as in a list. */
export function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return text ?? 'null';
}
