import { problem } from '../../connector/problem.js';
import { FIELD_TYPES } from '../../connector/types.js';
import type { Rule } from '../rule.js';
import { meantType } from '../type-names.js';

const TYPES: ReadonlySet<string> = new Set(FIELD_TYPES);

export const fieldType: Rule = {
  id: 'plan/field-type',
  severity: 'error',
  summary: 'A field has an unknown type.',
  explain:
    `The types are ${FIELD_TYPES.join(', ')}. Older documentation calls two of them \`string\` and ` +
    '`boolean`, which the platform rejects: write `text` and `bool`.',
  check({ plan }) {
    return plan.fields
      .filter(({ type }) => type !== '' && !TYPES.has(type))
      .map(({ path, type }) =>
        problem(`${path}.type`, 'unknown-type', {
          type,
          of: 'field',
          known: FIELD_TYPES,
          suggestion: meantType(type, FIELD_TYPES),
        }),
      );
  },
};
