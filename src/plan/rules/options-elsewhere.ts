import type { Rule } from '../rule.js';

export const optionsElsewhere: Rule = {
  id: 'plan/options-elsewhere',
  severity: 'warning',
  summary: 'A field that is no list has options.',
  explain:
    'Only fields of type `list` are held to their `options`; on any other type they have no effect, and records with ' +
    'other values are taken. Make the field a `list`, or remove the options.',
  check({ plan }) {
    return plan.fields
      .filter(({ type, options }) => options !== undefined && type !== 'list' && type !== '')
      .map(({ path, type }) => ({
        path: `${path}.options`,
        message: `has no effect on a field of type "${type}"`,
        hint: 'Make it `type: list`, or remove the options.',
      }));
  },
};
