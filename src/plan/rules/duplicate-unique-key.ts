import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateUniqueKey: Rule = {
  id: 'plan/duplicate-unique-key',
  severity: 'error',
  summary: 'A field is named twice among the unique keys.',
  explain:
    'The unique keys are a set of fields; the platform refuses a definition that names one twice. Remove the second, or ' +
    'name the field that was meant.',
  check({ plan }) {
    return plan.definitions.flatMap(({ uniqueKeys = [] }) =>
      repeats(uniqueKeys, ({ value }) => value).map(({ item }) => ({
        path: item.path,
        message: `"${item.value}" is named twice`,
      })),
    );
  },
};
