import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateEvent: Rule = {
  id: 'plan/duplicate-event',
  severity: 'error',
  summary: 'Two events have the same code name.',
  explain:
    'The platform identifies an event by its `code_name`, so it would mistake the second event for the first. Change one of ' +
    'the code names.',
  check({ plan }) {
    return repeats(plan.events, ({ codeName }) => codeName.trim()).map(({ item, first }) =>
      problem(`${item.path}.code_name`, 'duplicate', {
        name: item.codeName,
        of: 'code name',
        first: first.path,
      }),
    );
  },
};
