/** What the API finds a thing by: the form of a name, and a number in any spelling. */

/** Definitions are found by this form of their name. */
export function canonicalName(name: string): string {
  return name.trim().toLowerCase();
}

/** A positive integer, also when it is written as a text; else null. */
export function numericId(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null;
}
