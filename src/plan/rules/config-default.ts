import { checkConfigSchema } from '../../connector/config-schema.js';
import { faultOfValue } from '../../connector/config-value.js';
import type { ConfigField } from '../../connector/types.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const configDefault: Rule = {
  id: 'connector/config-default',
  severity: 'error',
  summary: 'The default of a setting is not a value that its field takes.',
  explain:
    'A default fills the form before the merchant does, and must pass the same checks: the type, the options, and the ' +
    'bounds and pattern of the field. Otherwise the form cannot be saved until the merchant finds and replaces it.',
  check({ integration }) {
    return configFieldsOf(integration).flatMap(({ path, field }) => {
      const { default: value } = field;
      if (value === undefined || value === null || value === '' || !isSound(field)) return [];
      const fault = faultOfValue(field, value);
      return fault === undefined ? [] : [{ path: `${path}.default`, message: fault }];
    });
  },
};

/** A field with faults of its own is told by other rules. */
function isSound(field: object): field is ConfigField {
  return checkConfigSchema({ fields: [field] }).length === 0;
}
