/** The nearest name of letters, digits and "_", without accents and spaces; may be empty. */
export function plainName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
}
