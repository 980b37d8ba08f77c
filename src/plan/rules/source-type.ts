import { problem } from '../../connector/problem.js';
import { DATA_SOURCE_TYPES } from '../limits.js';
import type { Rule } from '../rule.js';

export const sourceType: Rule = {
  id: 'plan/source-type',
  severity: 'error',
  summary: 'A data source has an unknown type.',
  explain:
    'The only documented type of a data source is `api`. A shop may reject any other, and the sandbox does.',
  check({ plan }) {
    return plan.sources
      .filter(({ type }) => type !== undefined && !DATA_SOURCE_TYPES.includes(type))
      .map(({ path, type }) => problem(`${path}.decl.type`, 'source-type', { type: type ?? '' }));
  },
};
