import type { Rule } from '../rule.js';

export const uniqueKeysMissing: Rule = {
  id: 'plan/unique-keys-missing',
  severity: 'info',
  summary: 'A definition has no unique keys.',
  explain:
    'Records of this definition cannot be matched, so every save adds them, also when a sync sends the same record again ' +
    'after a failure. That is right for a log of things that happened; for anything else name the fields that identify a ' +
    'record.',
  check({ plan }) {
    return plan.definitions
      .filter(({ uniqueKeys, fields }) => uniqueKeys === undefined && fields.length > 0)
      .map(({ path }) => ({
        path,
        message: 'has no unique_keys: every save adds its records again',
        hint: 'Add `unique_keys` with the fields that identify a record.',
      }));
  },
};
