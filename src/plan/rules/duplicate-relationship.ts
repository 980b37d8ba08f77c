import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateRelationship: Rule = {
  id: 'plan/duplicate-relationship',
  severity: 'error',
  summary: 'Two relationships start from the same field.',
  explain:
    'The value of a field is the id of one record, so it can lead to one target only; the platform refuses the second ' +
    'relationship. Add a field for it.',
  check({ plan }) {
    return plan.definitions.flatMap(({ relationships }) =>
      repeats(relationships, ({ sourceField }) => sourceField).map(({ item, first }) => ({
        path: `${item.path}.sourceField`,
        message: `"${item.sourceField}" is already the source of ${first.path}`,
      })),
    );
  },
};
