/** The nearest name with only letters, digits and "_"; may be empty. */
export function plainName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
}
