import { hinted, isOneOf } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

const OWNERS = ['merchant', 'integrator'];

export const configOwner: Rule = {
  id: 'connector/config-owner',
  severity: 'error',
  summary: 'A setting has an owner that does not exist.',
  explain:
    'The owner of a field is `merchant`, who fills in the form, or `integrator`: the connector, which writes the value ' +
    'through the integration-config routes. Without one it is the merchant.',
  check({ integration }) {
    return configFieldsOf(integration).flatMap(({ path, field: { owner } }) => {
      if (owner === undefined || isOneOf(owner, OWNERS)) return [];
      const problem = { path: `${path}.owner`, message: "must be 'merchant' or 'integrator'" };
      return [hinted(problem, typeof owner === 'string' ? didYouMean(owner, OWNERS) : undefined)];
    });
  },
};
