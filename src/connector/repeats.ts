/** Each item whose key an earlier one has, with that earlier one. Items with an empty key are left alone. */
export function repeats<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): { item: T; first: T }[] {
  if (items.length < 2) return [];
  const firsts = new Map<string, T>();
  const found: { item: T; first: T }[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const first = firsts.get(key);
    if (first !== undefined) found.push({ item, first });
    else if (key !== '') firsts.set(key, item);
  }
  return found;
}

/** The first item of each key. Items with an empty key are left out. */
export function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const firsts = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== '' && !firsts.has(key)) firsts.set(key, item);
  }
  return firsts;
}
