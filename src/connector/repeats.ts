/** Each item with the same key as an earlier one, and that earlier item. Ignores items with an empty key. */
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

/** The first item of each key. Ignores items with an empty key. */
export function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const firsts = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== '' && !firsts.has(key)) firsts.set(key, item);
  }
  return firsts;
}
