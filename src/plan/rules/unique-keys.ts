import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const uniqueKeys: Rule = {
  id: 'plan/unique-keys',
  severity: 'error',
  summary: 'A unique key is not a field of its definition.',
  explain:
    'The platform matches records by these fields: it updates a record that matches, and adds any other. A key that is not a ' +
    'field matches nothing, so the platform rejects the definition. Correct the name.',
  check({ plan }) {
    const suggest = suggester();
    return plan.definitions.flatMap(({ fieldsByName, uniqueKeys: keys = [] }) =>
      [...keys]
        .filter(({ value }) => !fieldsByName.has(value))
        .map(({ path, value }) =>
          problem(path, 'not-a-field', {
            name: value,
            suggestion: suggest(value, fieldsByName.keys()),
          }),
        ),
    );
  },
};
