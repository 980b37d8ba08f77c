/** Fingerprints of records. Pure. Rule F1. */
import { hash, randomUUID } from 'node:crypto';

/**
 * SHA-256 of a record, independent of the order of its fields, and of its destination. A record that JSON cannot
 * represent gets a random hash, so it always counts as changed; the push reports the error.
 */
export function fingerprintOf(record: unknown, scope: string): string {
  return hash('sha256', `${scope}\n${textOf(record)}`, 'base64');
}

function textOf(record: unknown): string {
  try {
    return canonical(record);
  } catch {
    return randomUUID();
  }
}

/**
 * JSON with sorted fields. It leaves out values that JSON leaves out, and is `null` for such a value alone, as in a
 * list.
 */
export function canonical(value: unknown): string {
  let sorted: unknown;
  try {
    sorted = sortedFields(value);
  } catch {
    return canonicalOfAny(value);
  }
  return JSON.stringify(sorted) ?? 'null';
}

/** The definition of `canonical`, three times as slow: JSON calls a function for every value. */
export function canonicalOfAny(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return text ?? 'null';
}

/** One shared error: a stack for each record would cost more than the fast path saves. */
const NOT_PLAIN = new Error('not plain data');

/** A copy with sorted fields. Throws for all but plain data and dates. */
function sortedFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Date.prototype) return (value as Date).toJSON();
  if ('toJSON' in value) throw NOT_PLAIN;
  if (prototype === Array.prototype) return (value as unknown[]).map(sortedFields);
  if (prototype !== Object.prototype && prototype !== null) throw NOT_PLAIN;
  const fields = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const name of sortedNames(Object.keys(fields))) copy[name] = sortedFields(fields[name]);
  return copy;
}

interface Shape {
  names: readonly string[];
  sorted: readonly string[];
}

/** The fields of the last records: most records have the same fields in the same order. */
const shapes: Shape[] = [];
const SHAPES = 8;
let nextShape = 0;

function sortedNames(names: readonly string[]): readonly string[] {
  const known = shapes.find((shape) => areEqual(shape.names, names));
  if (known !== undefined) return known.sorted;
  // An assignment to it would set the prototype of the copy.
  if (names.includes('__proto__')) throw NOT_PLAIN;
  const sorted = names.toSorted((a, b) => (a < b ? -1 : 1));
  shapes[nextShape] = { names, sorted };
  nextShape = (nextShape + 1) % SHAPES;
  return sorted;
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
