/** Readable keys from labels. */

/** `Boutique d'Été` -> `boutique-d-ete`; what leaves nothing becomes `fallback`. */
export function slugOf(label: string, fallback: string): string {
  const plain = label
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return slug === '' ? fallback : slug;
}

/** The wanted key, or that with the id behind it where it is taken. */
export function freeKey(wanted: string, id: number, taken: ReadonlySet<string>): string {
  let key = wanted;
  while (taken.has(key)) key = `${key}-${id}`;
  return key;
}
