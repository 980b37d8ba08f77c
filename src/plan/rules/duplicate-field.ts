import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateField: Rule = {
  id: 'plan/duplicate-field',
  severity: 'error',
  summary: 'Two fields of a definition have the same name.',
  explain:
    'Each field becomes a column of the definition, and names of columns do not differ by case alone: the platform refuses ' +
    'the definition. Rename one of the two, or remove it.',
  check({ plan }) {
    return plan.definitions.flatMap(({ fields }) =>
      repeats(fields, ({ name }) => name.trim().toLowerCase()).map(({ item, first }) => ({
        path: `${item.path}.name`,
        message: `"${item.name}" is the same name as that of ${first.path}`,
      })),
    );
  },
};
