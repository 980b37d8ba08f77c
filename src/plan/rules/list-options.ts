import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

export const listOptions: Rule = {
  id: 'plan/list-options',
  severity: 'error',
  summary: 'A list field has no options.',
  explain:
    'A field of type `list` holds one of its `options`. Without options it can hold nothing, and the platform rejects the ' +
    'definition. Add options, or use `text` to allow any value.',
  check({ plan }) {
    return plan.fields
      .filter(({ type, options }) => type === 'list' && (options?.isEmpty ?? true))
      .map(({ path }) => problem(`${path}.options`, 'list-options', {}));
  },
};
