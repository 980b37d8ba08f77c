/** Changes only the texts and numbers of plain data. An unchanged part is the same object as before. */

/** Field names like those of our own reports: they stay even if a merchant's password is such a word. */
export const FIELD_NAME = /^[a-z]+(?:_[a-z]+)*$/i;

export interface Changes {
  /** Gets the name of the text's field, also within a list. */
  text(text: string, field: string): string;
  number(number: number | bigint): unknown;
  /** Changes the name of a field. */
  key(key: string): string;
  /** Whether texts in nested fields count as texts of this field. */
  spreads?(field: string): boolean;
}

function holdsObjects(value: object): boolean {
  if (value instanceof Map || value instanceof Set) return true;
  for (const inner of Array.isArray(value) ? value : Object.values(value))
    if (typeof inner === 'object' && inner !== null) return true;
  return false;
}

/** Objects of classes stay unchanged, except maps and sets. */
export function mapTexts(value: unknown, { text, number, key, spreads }: Changes): unknown {
  // The result of each object, so that an object that contains itself does not loop.
  const done = new Map<object, unknown>();

  const map = (inner: unknown, field: string): unknown => {
    if (typeof inner === 'string') return text(inner, field);
    if (typeof inner === 'number' || typeof inner === 'bigint') return number(inner);
    if (typeof inner !== 'object' || inner === null) return inner;
    // Most objects hold no others. They are not remembered: they cannot be part of a cycle, and there are many.
    if (!holdsObjects(inner)) return mapObject(inner, field);
    if (!done.has(inner)) {
      done.set(inner, inner);
      done.set(inner, mapObject(inner, field));
    }
    return done.get(inner);
  };

  const mapObject = (inner: object, field: string): unknown => {
    if (Array.isArray(inner)) return mapItems(inner, field);
    if (inner instanceof Map)
      return new Map(mapItems([...inner], field) as readonly [unknown, unknown][]);
    if (inner instanceof Set) return new Set(mapItems([...inner], field));
    const prototype = Object.getPrototypeOf(inner);
    return prototype === Object.prototype || prototype === null ? mapFields(inner, field) : inner;
  };

  const mapItems = (items: readonly unknown[], field: string): readonly unknown[] => {
    let mapped: unknown[] | undefined;
    for (const [n, item] of items.entries()) {
      const changed = map(item, field);
      if (changed !== item) mapped ??= items.slice(0, n);
      mapped?.push(changed);
    }
    return mapped ?? items;
  };

  const mapFields = (inner: object, field: string): object => {
    const fields = Object.entries(inner);
    let mapped: [string, unknown][] | undefined;
    for (const [n, [name, one]] of fields.entries()) {
      const newName = FIELD_NAME.test(name) ? name : key(name);
      const changed = map(one, spreads?.(field) ? field : name);
      if (newName !== name || changed !== one) mapped ??= fields.slice(0, n);
      mapped?.push([newName, changed]);
    }
    return mapped === undefined ? inner : Object.fromEntries(mapped);
  };

  return map(value, '');
}
