import type { Rule } from '../rule.js';

export const uniqueKeysEmpty: Rule = {
  id: 'plan/unique-keys-empty',
  severity: 'error',
  summary: 'The list of unique keys is empty.',
  explain:
    'An empty list identifies nothing, so that every save adds its records again, while it looks as if there were keys. ' +
    'Name the fields that identify a record, or leave the list out.',
  check({ plan }) {
    return plan.definitions
      .filter(({ uniqueKeys }) => uniqueKeys?.length === 0)
      .map(({ path }) => ({
        path: `${path}.unique_keys`,
        message: 'is an empty list',
        hint: 'Name the fields that identify a record, or leave `unique_keys` out to add one with every save.',
      }));
  },
};
