import { problem } from '../../connector/problem.js';
import { CONFIG_FIELD_TYPES } from '../../connector/types.js';
import { nearest } from '../../nearest.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

const TYPES: readonly string[] = CONFIG_FIELD_TYPES;

/** Names of these types in other systems. */
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
  explain: `The types are ${TYPES.join(', ')}. The platform cannot show a field of any other type, and does not check its values.`,
  check({ integration }) {
    return configFieldsOf(integration).flatMap(({ path, field: { type } }) => {
      if (typeof type !== 'string' || TYPES.includes(type)) return [];
      return [
        problem(`${path}.type`, 'unknown-type', {
          type,
          of: 'settings field',
          known: TYPES,
          suggestion: meant(type),
        }),
      ];
    });
  },
};

function meant(type: string): string | undefined {
  const word = type.trim().toLowerCase();
  return Object.hasOwn(KNOWN_AS, word) ? KNOWN_AS[word] : nearest(word, TYPES);
}
