/** Fingerprints of records. Pure. Rule F1. */
import { createHash, randomUUID } from 'node:crypto';

/**
 * SHA-256 of a record, whatever the order of its fields, and of what it is pushed into. One that cannot be written as JSON
 * is like no other, not even itself: what becomes of it is seen when it is pushed.
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

/** JSON with the fields of every object in one order. What JSON leaves out is left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
