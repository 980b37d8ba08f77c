import type { Rule } from '../rule.js';

export const twoParents: Rule = {
  id: 'plan/two-parents',
  severity: 'warning',
  summary: 'A data source names its parent twice.',
  explain:
    '`parentKey` names a source of the plan, `decl.parent_id` one that only the shop has. A source with both is put under ' +
    'the first, and the second has no effect. Remove one of them.',
  check({ plan }) {
    return plan.sources
      .filter(({ parentKey, parentId }) => parentKey !== undefined && parentId !== undefined)
      .map(({ path, parentKey }) => ({
        path: `${path}.decl.parent_id`,
        message: `has no effect, since the parent is "${parentKey}"`,
        hint: 'Remove `parent_id`, or `parentKey`.',
      }));
  },
};
