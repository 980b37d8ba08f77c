import { hinted } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const uniqueKeys: Rule = {
  id: 'plan/unique-keys',
  severity: 'error',
  summary: 'A unique key is not a field of its definition.',
  explain:
    'Records are matched by the combination of these fields: a record that matches is updated, any other is added. A key ' +
    'that no field has can match nothing, so the definition is refused. Name fields as they are spelt.',
  check({ plan }) {
    const suggest = suggester();
    return plan.definitions.flatMap(({ fieldsByName, uniqueKeys: keys = [] }) =>
      keys
        .filter(({ value }) => !fieldsByName.has(value))
        .map(({ path, value }) =>
          hinted(
            { path, message: `"${value}" is not a field` },
            suggest(value, [...fieldsByName.keys()]),
          ),
        ),
    );
  },
};
