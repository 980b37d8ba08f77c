import type { Position } from '../../../connector/types.js';

/**
 * Compares two positions of one stream: negative when `a` comes first, NaN when their shapes differ. Arrays and
 * objects compare field by field in the order of `a`. Texts of digits compare as numbers, since ids are often texts.
 */
export function comparePositions(a: Position, b: Position): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  // Drivers of partners return Date objects, although a position is stored as text.
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
