/** Names that stand in a URL. */

/** Characters that stay as they are in a part of a URL. */
const SAFE = /^[A-Za-z0-9_.!~*'()-]+$/;

/** Whether a name is one part of a URL as it is written; a URL drops the parts "." and "..". */
export function survivesInUrl(name: string): boolean {
  return SAFE.test(name) && name !== '.' && name !== '..';
}

/** The nearest name without accents, spaces and signs; may be empty. */
export function urlName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{Mn}/gu, '');
  return plain.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '');
}
