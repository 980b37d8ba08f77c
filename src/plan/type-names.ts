import { nearest } from '../nearest.js';

/** Names of these types in other systems and in older documentation. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  string: 'text',
  str: 'text',
  varchar: 'text',
  boolean: 'bool',
  integer: 'number',
  int: 'number',
  bigint: 'number',
  float: 'decimal',
  double: 'decimal',
  money: 'decimal',
  enum: 'list',
  select: 'list',
  timestamp: 'datetime',
  object: 'json',
  array: 'json',
  point: 'geolocation',
  geopoint: 'geolocation',
};

/** The type of `types` that someone probably meant with an unknown type. */
export function meantType(type: string, types: readonly string[]): string | undefined {
  const word = type.trim().toLowerCase();
  const known = Object.hasOwn(KNOWN_AS, word) ? KNOWN_AS[word] : undefined;
  return types.find((name) => name === word || name === known) ?? nearest(word, types);
}
