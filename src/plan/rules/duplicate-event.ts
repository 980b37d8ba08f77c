import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateEvent: Rule = {
  id: 'plan/duplicate-event',
  severity: 'error',
  summary: 'Two events have the same code name.',
  explain:
    'An event is known by its `code_name` alone, so the second of two would be taken for the first. Give each a code name of ' +
    'its own.',
  check({ plan }) {
    return repeats(plan.events, ({ codeName }) => codeName.trim()).map(({ item, first }) => ({
      path: `${item.path}.code_name`,
      message: `"${item.codeName}" is already the code name of ${first.path}`,
    }));
  },
};
