import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateOption: Rule = {
  id: 'plan/duplicate-option',
  severity: 'warning',
  summary: 'A list field names an option twice.',
  explain:
    'People who choose from the list see the option twice. A number and the same number as a text count as one: which of ' +
    'them a record holds could not be seen. Remove one of the two.',
  check({ plan }) {
    return plan.fields
      .filter(({ options }) => options !== undefined)
      .flatMap(({ options = [] }) => repeats(options, ({ value }) => String(value)))
      .map(({ item }) => ({ path: item.path, message: `"${item.value}" is named twice` }));
  },
};
