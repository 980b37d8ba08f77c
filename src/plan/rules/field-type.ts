import { hinted } from '../../connector/problem.js';
import { FIELD_TYPES } from '../../connector/types.js';
import { nearest } from '../../nearest.js';
import type { Rule } from '../rule.js';

const TYPES: readonly string[] = FIELD_TYPES;

/** What people write who know the types of other systems. */
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

export const fieldType: Rule = {
  id: 'plan/field-type',
  severity: 'error',
  summary: 'A field has a type that the platform does not know.',
  explain: `The types are ${FIELD_TYPES.join(', ')}.`,
  check({ plan }) {
    return plan.definitions
      .flatMap(({ fields }) => fields)
      .filter(({ type }) => type !== '' && !TYPES.includes(type))
      .map(({ path, type }) =>
        hinted({ path: `${path}.type`, message: `"${type}" is not a field type` }, hint(type)),
      );
  },
};

function hint(type: string): string {
  const word = type.trim().toLowerCase();
  const known = TYPES.includes(word) ? word : (KNOWN_AS[word] ?? nearest(word, TYPES));
  return known ? `Write "${known}".` : `The types are ${FIELD_TYPES.join(', ')}.`;
}
