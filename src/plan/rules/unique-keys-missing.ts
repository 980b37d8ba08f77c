import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

export const uniqueKeysMissing: Rule = {
  id: 'plan/unique-keys-missing',
  severity: 'info',
  summary: 'A definition has no unique keys.',
  explain:
    'The platform cannot match records of this definition, so every save adds them, even if a sync sends the same record ' +
    'again after a failure. That is right for a log of events. For anything else, name the fields that identify a record.',
  check({ plan }) {
    return plan.definitions
      .filter(({ uniqueKeys, fields }) => uniqueKeys === undefined && fields.length > 0)
      .map(({ path }) => problem(`${path}.unique_keys`, 'no-unique-keys', {}));
  },
};
