import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

export const twoParents: Rule = {
  id: 'plan/two-parents',
  severity: 'warning',
  summary: 'A data source has two parents.',
  explain:
    '`parentKey` names a source of the plan, and `decl.parent_id` is the id of a source on the shop. If a source has both, ' +
    'provisioning uses `parentKey` and ignores `parent_id`. Remove one of them.',
  check({ plan }) {
    return plan.sources
      .filter(({ parentKey, parentId }) => parentKey !== undefined && parentId !== undefined)
      .map(({ path, parentKey }) =>
        problem(`${path}.decl.parent_id`, 'two-parents', { parent: parentKey ?? '' }),
      );
  },
};
