import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

export const uniqueKeysEmpty: Rule = {
  id: 'plan/unique-keys-empty',
  severity: 'error',
  summary: 'The list of unique keys is empty.',
  explain:
    'An empty list identifies no record, so every save adds its records again. Name the fields that identify a record, or ' +
    'remove the list.',
  check({ plan }) {
    return plan.definitions
      .filter(({ uniqueKeys }) => uniqueKeys?.isEmpty === true)
      .map(({ path }) => problem(`${path}.unique_keys`, 'empty-unique-keys', {}));
  },
};
