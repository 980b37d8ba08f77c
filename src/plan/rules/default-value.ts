import { problem } from '../../connector/problem.js';
import { misfit } from '../field-values.js';
import type { Rule } from '../rule.js';

export const defaultValue: Rule = {
  id: 'plan/default-value',
  severity: 'error',
  summary: 'The default of a field does not fit its type.',
  explain:
    'A default must be a valid value of the field, as in a record. For a list it must be one of the options: the number 1 ' +
    'is not the text "1". Correct the default or the type.',
  check({ plan }) {
    return plan.fields.flatMap((field) => {
      const { default: value, path } = field;
      const fault =
        value === undefined || value === null
          ? undefined
          : misfit({ type: field.type, options: field.options?.values }, value);
      return fault === undefined ? [] : [problem(`${path}.default`, 'wrong-default', fault)];
    });
  },
};
