/** Each item whose key an earlier one has, with that earlier one. Items with an empty key are left alone. */
export function repeats<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): { item: T; first: T }[] {
  const firsts = new Map<string, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    const first = firsts.get(key);
    if (first !== undefined) return [{ item, first }];
    if (key !== '') firsts.set(key, item);
    return [];
  });
}
