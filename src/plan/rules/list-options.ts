import type { Rule } from '../rule.js';

export const listOptions: Rule = {
  id: 'plan/list-options',
  severity: 'error',
  summary: 'A list field has no options.',
  explain:
    'A field of type `list` holds one of its `options`. Without any there is nothing that it could hold, and the platform ' +
    'refuses the definition. Add the options, or use `text` where any value may come.',
  check({ plan }) {
    return plan.fields
      .filter(({ type, options = [] }) => type === 'list' && options.length === 0)
      .map(({ path }) => ({
        path: `${path}.options`,
        message: 'a list field needs options',
        hint: "Add `options: ['...']` with the values that it may hold.",
      }));
  },
};
