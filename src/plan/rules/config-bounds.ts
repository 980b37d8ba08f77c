import type { FormField } from '../../connector/config-schema.js';
import { type Problem, problem } from '../../connector/problem.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const configBounds: Rule = {
  id: 'connector/config-bounds',
  severity: 'error',
  summary: 'The bounds of a setting allow no value.',
  explain:
    '`min` must not be above `max`, nor `minLength` above `maxLength`, and `step` must be above 0. Otherwise no value is ' +
    'valid, and a merchant can never complete the form.',
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
  return [problem(`${path}.${low}`, 'bounds', { low: from, name: high, high: to })];
}

function noLength({ path, field }: FormField): Problem[] {
  return ['minLength', 'maxLength'].flatMap((name) => {
    const length = field[name];
    if (typeof length !== 'number' || (Number.isInteger(length) && length >= 0)) return [];
    return [problem(`${path}.${name}`, 'wrong-type', { expected: 'length' })];
  });
}

function noStep({ path, field: { step } }: FormField): Problem[] {
  if (typeof step !== 'number' || step > 0) return [];
  return [problem(`${path}.step`, 'wrong-type', { expected: 'positive' })];
}
