import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateRelationship: Rule = {
  id: 'plan/duplicate-relationship',
  severity: 'error',
  summary: 'Two relationships start from the same field.',
  explain:
    'A field holds the id of one record, so it can lead to only one target. The platform rejects the second relationship. ' +
    'Add another field for it.',
  check({ plan }) {
    return plan.definitions.flatMap(({ relationships }) =>
      repeats(relationships, ({ sourceField }) => sourceField).map(({ item, first }) =>
        problem(`${item.path}.sourceField`, 'duplicate', {
          name: item.sourceField,
          of: 'source',
          first: first.path,
        }),
      ),
    );
  },
};
