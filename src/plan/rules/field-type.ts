import { FIELD_TYPES } from '../../connector/types.js';
import type { Rule } from '../rule.js';
import { typeHint } from '../type-names.js';

const TYPES: ReadonlySet<string> = new Set(FIELD_TYPES);

export const fieldType: Rule = {
  id: 'plan/field-type',
  severity: 'error',
  summary: 'A field has a type that the platform does not know.',
  explain:
    `The types are ${FIELD_TYPES.join(', ')}. Older pages of the documentation call two of them \`string\` and ` +
    '`boolean`: those are refused, write `text` and `bool`.',
  check({ plan }) {
    return plan.fields
      .filter(({ type }) => type !== '' && !TYPES.has(type))
      .map(({ path, type }) => ({
        path: `${path}.type`,
        message: `"${type}" is not a field type`,
        hint: typeHint(type, FIELD_TYPES),
      }));
  },
};
