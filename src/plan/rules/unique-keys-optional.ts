import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

export const uniqueKeysOptional: Rule = {
  id: 'plan/unique-keys-optional',
  severity: 'warning',
  summary: 'A unique key is an optional field.',
  explain:
    'The platform cannot match a record without a value in a unique key: it rejects the record, or adds it again with every ' +
    'save. A default does not help, because the platform does not fill it in. Write `required: true`, or use other fields.',
  check({ plan }) {
    return plan.definitions.flatMap(({ fieldsByName, uniqueKeys = [] }) =>
      [...uniqueKeys]
        .filter(({ value }) => fieldsByName.get(value)?.required === false)
        .map(({ path, value }) => problem(path, 'optional-unique-key', { name: value })),
    );
  },
};
