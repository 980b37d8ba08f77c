import { hinted } from '../../connector/problem.js';
import { CONFIG_FIELD_TYPES } from '../../connector/types.js';
import { nearest } from '../../nearest.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

const TYPES: readonly string[] = CONFIG_FIELD_TYPES;

/** What people write who know the forms of other systems. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  string: 'text',
  secret: 'password',
  longtext: 'textarea',
  integer: 'number',
  int: 'number',
  decimal: 'number',
  float: 'number',
  bool: 'checkbox',
  boolean: 'checkbox',
  switch: 'checkbox',
  toggle: 'checkbox',
  dropdown: 'select',
  list: 'select',
  enum: 'select',
  radio: 'select',
  date: 'datetime',
  link: 'url',
};

export const configFieldType: Rule = {
  id: 'connector/config-field-type',
  severity: 'error',
  summary: 'A field of the settings form has a type that the platform does not know.',
  explain:
    `The types are ${TYPES.join(', ')}. A field of another type has no control to be filled in with, ` +
    'and its values are not checked.',
  check({ integration }) {
    return configFieldsOf(integration).flatMap(({ path, field: { type } }) => {
      if (typeof type !== 'string' || TYPES.includes(type)) return [];
      return [
        hinted({ path: `${path}.type`, message: `"${type}" is not a type of field` }, hint(type)),
      ];
    });
  },
};

function hint(type: string): string {
  const word = type.trim().toLowerCase();
  const aliases = Object.hasOwn(KNOWN_AS, word) ? KNOWN_AS[word] : undefined;
  const known = aliases ?? nearest(word, TYPES);
  return known === undefined ? `The types are ${TYPES.join(', ')}.` : `Write "${known}".`;
}
