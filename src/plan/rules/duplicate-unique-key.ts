import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateUniqueKey: Rule = {
  id: 'plan/duplicate-unique-key',
  severity: 'error',
  summary: 'The unique keys list a field twice.',
  explain:
    'The platform rejects a definition that lists a unique key twice. Remove the second one, or correct its name.',
  check({ plan }) {
    return plan.definitions.flatMap(({ uniqueKeys = [] }) =>
      repeats([...uniqueKeys], ({ value }) => value).map(({ item }) =>
        problem(item.path, 'listed-twice', { name: item.value }),
      ),
    );
  },
};
