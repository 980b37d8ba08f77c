import { misfit } from '../field-values.js';
import type { Rule } from '../rule.js';

export const defaultValue: Rule = {
  id: 'plan/default-value',
  severity: 'error',
  summary: 'The default of a field is nothing that the field can hold.',
  explain:
    'A default has to fit the type of its field, and for a list be one of the options, exactly as a record would have to: ' +
    'the number 1 is not the text "1". Correct the default or the type.',
  check({ plan }) {
    return plan.fields.flatMap((field) => {
      const { default: value, type, path } = field;
      const fault = value === undefined || value === null ? undefined : misfit(field, value);
      if (fault === undefined) return [];
      return [
        { path: `${path}.default`, message: `does not fit the type "${type}": must be ${fault}` },
      ];
    });
  },
};
