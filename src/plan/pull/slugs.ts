/** Readable keys from labels. */

/** `Boutique d'Été` -> `boutique-d-ete`; an empty result becomes `fallback`. */
export function slugOf(label: string, fallback: string): string {
  const plain = label
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return slug === '' ? fallback : slug;
}

/** The wanted key, with the id behind it if the key is taken. */
export function freeKey(wanted: string, id: number, taken: ReadonlySet<string>): string {
  let key = wanted;
  while (taken.has(key)) key = `${key}-${id}`;
  return key;
}
