import { DATA_SOURCE_TYPES } from '../limits.js';
import type { Rule } from '../rule.js';

export const sourceType: Rule = {
  id: 'plan/source-type',
  severity: 'error',
  summary: 'A data source is of a type that no connector has.',
  explain:
    'Every data source of a connector is of type `api`; the platform documents no other. A shop could refuse it, as the ' +
    'sandbox does.',
  check({ plan }) {
    return plan.sources
      .filter(({ type }) => type !== undefined && !DATA_SOURCE_TYPES.includes(type))
      .map(({ path, type }) => ({
        path: `${path}.decl.type`,
        message: `"${type}" is not a known type of data source`,
        hint: 'Write "api".',
      }));
  },
};
