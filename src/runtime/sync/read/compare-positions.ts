import type { Position } from '../../../connector/types.js';

/**
 * Compares two positions of one stream: below zero when `a` comes before `b`, NaN when they have not the same
 * shape. Arrays and objects compare field by field, in the order in which `a` has them; texts of digits
 * compare as numbers, because ids often come as texts.
 */
export function comparePositions(a: Position, b: Position): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  // Stored as text, and it reads like a date where a partner's driver gives one.
  if (isDate(a) && isDate(b)) return a.getTime() - b.getTime();
  if (a === null || b === null) return a === b ? 0 : Number.NaN;
  if (typeof a !== 'object' || typeof b !== 'object') return Number.NaN;
  return compareFields(Object.entries(a), new Map(Object.entries(b)));
}

function isDate(value: unknown): value is Date {
  return value instanceof Date;
}

function compareFields(a: [string, Position][], b: Map<string, Position>): number {
  if (a.length !== b.size) return Number.NaN;
  for (const [name, value] of a) {
    const other = b.get(name);
    const order = other === undefined ? Number.NaN : comparePositions(value, other);
    if (order !== 0) return order;
  }
  return 0;
}

function compareTexts(a: string, b: string): number {
  const digits = /^\d+$/;
  if (digits.test(a) && digits.test(b)) {
    const difference = BigInt(a) - BigInt(b);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
