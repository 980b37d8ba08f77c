/** How the API identifies things: a canonical name, or a number in any spelling. */

/** The API compares names of definitions in this form. */
export function canonicalName(name: string): string {
  return name.trim().toLowerCase();
}

/** A positive integer, also from a text; else null. */
export function numericId(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null;
}
