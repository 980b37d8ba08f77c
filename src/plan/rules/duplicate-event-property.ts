import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateEventProperty: Rule = {
  id: 'plan/duplicate-event-property',
  severity: 'error',
  summary: 'An event declares a property twice in the same slot.',
  explain:
    'A trigger has one value for each name, which would have to fit both declarations. Remove or rename one of them.',
  check({ plan }) {
    return plan.events.flatMap(({ declared }) =>
      repeats(declared.properties, ({ slot, name }) => (name === '' ? '' : `${slot}.${name}`)).map(
        ({ item, first }) =>
          problem(item.path, 'duplicate-property', { name: item.name, first: first.path }),
      ),
    );
  },
};
