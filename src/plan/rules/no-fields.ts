import type { Rule } from '../rule.js';

export const noFields: Rule = {
  id: 'plan/no-fields',
  severity: 'error',
  summary: 'A custom-data definition has no fields.',
  explain:
    'The platform refuses a definition without a field: its records could hold nothing. Declare at least the field that ' +
    'identifies a record.',
  check({ plan }) {
    return plan.definitions
      .filter(({ isEmpty }) => isEmpty)
      .map(({ path }) => ({ path: `${path}.fields`, message: 'is an empty list' }));
  },
};
