import { checkConfigSchema } from '../../connector/config-schema.js';
import { faultOfValue } from '../../connector/config-value.js';
import { problem } from '../../connector/problem.js';
import type { ConfigField } from '../../connector/types.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const configDefault: Rule = {
  id: 'connector/config-default',
  severity: 'error',
  summary: 'The default of a setting is not valid for its field.',
  explain:
    'The form starts with the default, which must pass the same checks as the input of a merchant: the type, the options, ' +
    'the bounds and the pattern. Otherwise nobody can save the form until they replace the default.',
  check({ integration }) {
    return configFieldsOf(integration).flatMap(({ path, field }) => {
      const { default: value } = field;
      if (value === undefined || value === null || value === '' || !isSound(field)) return [];
      const fault = faultOfValue(field, value);
      return fault === undefined ? [] : [problem(`${path}.default`, 'setting-value', fault)];
    });
  },
};

/** Other rules find the problems of the field itself. */
function isSound(field: object): field is ConfigField {
  return checkConfigSchema({ fields: [field] }).length === 0;
}
