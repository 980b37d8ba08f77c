import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateEventProperty: Rule = {
  id: 'plan/duplicate-event-property',
  severity: 'error',
  summary: 'An event declares a property twice in the same slot.',
  explain:
    'A trigger carries one value under a name, and it would be checked against both declarations. Remove one of them, or ' +
    'rename it.',
  check({ plan }) {
    return plan.events.flatMap(({ declared }) =>
      repeats(declared.properties, ({ slot, name }) => (name === '' ? '' : `${slot}.${name}`)).map(
        ({ item, first }) => ({
          path: item.path,
          message: `"${item.name}" is already declared by ${first.path}`,
        }),
      ),
    );
  },
};
