import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const parentUnknown: Rule = {
  id: 'plan/parent-unknown',
  severity: 'error',
  summary: 'The parent of a data source is not in the plan.',
  explain:
    '`parentKey` is the key of another data source in the plan. Provisioning skips a source without its parent, and all ' +
    'sources below it. If the parent exists only on the shop, write its id in `decl.parent_id`.',
  check({ plan: { sources, sourcesByKey } }) {
    const suggest = suggester();
    const keys = [...sourcesByKey.keys()];
    return sources.flatMap(({ path, parentKey }) => {
      if (parentKey === undefined || sourcesByKey.has(parentKey)) return [];
      return [
        problem(`${path}.parentKey`, 'unknown-parent', {
          name: parentKey,
          suggestion: suggest(parentKey, keys),
        }),
      ];
    });
  },
};
