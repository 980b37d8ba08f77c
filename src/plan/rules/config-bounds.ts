import type { FormField } from '../../connector/config-schema.js';
import type { Problem } from '../../connector/problem.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const configBounds: Rule = {
  id: 'connector/config-bounds',
  severity: 'error',
  summary: 'The bounds of a setting leave no value that it could have.',
  explain:
    '`min` and `max` are for numbers, `minLength` and `maxLength` for texts, and the lower one must not be above the ' +
    'upper one; a `step` is above 0. A merchant can never complete a form whose field takes no value.',
  check({ integration }) {
    return configFieldsOf(integration).flatMap((item) => [
      ...crossed(item, 'min', 'max'),
      ...crossed(item, 'minLength', 'maxLength'),
      ...noLength(item),
      ...noStep(item),
    ]);
  },
};

function crossed({ path, field }: FormField, low: string, high: string): Problem[] {
  const [from, to] = [field[low], field[high]];
  if (typeof from !== 'number' || typeof to !== 'number' || from <= to) return [];
  return [{ path: `${path}.${low}`, message: `${from} is more than the ${high}, ${to}` }];
}

function noLength({ path, field }: FormField): Problem[] {
  return ['minLength', 'maxLength'].flatMap((name) => {
    const length = field[name];
    if (typeof length !== 'number' || (Number.isInteger(length) && length >= 0)) return [];
    return [{ path: `${path}.${name}`, message: 'must be a whole number from 0' }];
  });
}

function noStep({ path, field: { step } }: FormField): Problem[] {
  if (typeof step !== 'number' || step > 0) return [];
  return [{ path: `${path}.step`, message: 'must be more than 0' }];
}
