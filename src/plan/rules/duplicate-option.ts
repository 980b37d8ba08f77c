import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateOption: Rule = {
  id: 'plan/duplicate-option',
  severity: 'warning',
  summary: 'A list field has the same option twice.',
  explain:
    'People who choose from the list see the option twice. A number and the same number as a text also count as one option, ' +
    'because nobody can tell them apart in a record. Remove one of the two.',
  check({ plan }) {
    return plan.fields
      .filter(({ options }) => options !== undefined)
      .flatMap(({ options = [] }) => repeats([...options], ({ value }) => String(value)))
      .map(({ item }) => problem(item.path, 'listed-twice', { name: String(item.value) }));
  },
};
