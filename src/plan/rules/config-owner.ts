import { isOneOf, problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

const OWNERS = ['merchant', 'integrator'];

export const configOwner: Rule = {
  id: 'connector/config-owner',
  severity: 'error',
  summary: 'A setting has an unknown owner.',
  explain:
    'The owner is `merchant`, who fills in the form, or `integrator`, which is the connector: it writes the value through ' +
    'the integration-config routes. Without an owner, it is the merchant.',
  check({ integration }) {
    return configFieldsOf(integration).flatMap(({ path, field: { owner } }) => {
      if (owner === undefined || isOneOf(owner, OWNERS)) return [];
      const suggestion = typeof owner === 'string' ? nearest(owner, OWNERS) : undefined;
      return [problem(`${path}.owner`, 'not-one-of', { known: OWNERS, suggestion })];
    });
  },
};
