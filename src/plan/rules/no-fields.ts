import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

export const noFields: Rule = {
  id: 'plan/no-fields',
  severity: 'error',
  summary: 'A custom-data definition has no fields.',
  explain:
    'The records of such a definition could hold nothing, so the platform rejects it. Declare at least the field that ' +
    'identifies a record.',
  check({ plan }) {
    return plan.definitions
      .filter(({ isEmpty }) => isEmpty)
      .map(({ path }) => problem(`${path}.fields`, 'no-fields', {}));
  },
};
