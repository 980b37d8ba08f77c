import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateField: Rule = {
  id: 'plan/duplicate-field',
  severity: 'error',
  summary: 'Two fields of a definition have the same name.',
  explain:
    'Each field becomes a column, and the names of two columns must differ in more than case. Otherwise the platform ' +
    'rejects the definition. Rename or remove one of the two.',
  check({ plan }) {
    return plan.definitions.flatMap(({ fields }) =>
      repeats(fields, ({ name }) => name.trim().toLowerCase()).map(({ item, first }) =>
        problem(`${item.path}.name`, 'duplicate-field', { name: item.name, first: first.path }),
      ),
    );
  },
};
