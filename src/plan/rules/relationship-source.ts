import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const relationshipSource: Rule = {
  id: 'plan/relationship-source',
  severity: 'error',
  summary: 'The source of a relationship is not a field of its definition.',
  explain:
    'A relationship starts from a field of the same definition, which holds the id of the target record. Without that field ' +
    'the platform rejects the whole definition. Correct the name, or add the field.',
  check({ plan }) {
    const suggest = suggester();
    return plan.definitions.flatMap(({ fieldsByName, relationships }) =>
      relationships
        .filter(({ sourceField }) => sourceField !== '' && !fieldsByName.has(sourceField))
        .map(({ path, sourceField }) =>
          problem(`${path}.sourceField`, 'not-a-field', {
            name: sourceField,
            suggestion: suggest(sourceField, fieldsByName.keys()),
          }),
        ),
    );
  },
};
