import { nearest } from '../nearest.js';

/** What people write who know the types of other systems, or the documentation's older names. */
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

/** What to write instead of a type that is none of `types`. */
export function typeHint(type: string, types: readonly string[]): string {
  const word = type.trim().toLowerCase();
  const known = Object.hasOwn(KNOWN_AS, word) ? KNOWN_AS[word] : undefined;
  const meant = types.find((name) => name === word || name === known) ?? nearest(word, types);
  return meant === undefined ? `The types are ${types.join(', ')}.` : `Write "${meant}".`;
}
