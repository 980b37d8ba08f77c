import { hinted } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const parentUnknown: Rule = {
  id: 'plan/parent-unknown',
  severity: 'error',
  summary: 'The parent of a data source is not in the plan.',
  explain:
    '`parentKey` is the key of another data source of the plan. A source whose parent is not there cannot be provisioned, ' +
    'nor can those below it. A parent that only the shop has is named by its id, in `decl.parent_id`.',
  check({ plan: { sources, sourcesByKey } }) {
    const suggest = suggester();
    const keys = [...sourcesByKey.keys()];
    return sources.flatMap(({ path, parentKey }) => {
      if (parentKey === undefined || sourcesByKey.has(parentKey)) return [];
      const message = `"${parentKey}" is not the key of a data source of the plan`;
      return [hinted({ path: `${path}.parentKey`, message }, suggest(parentKey, keys))];
    });
  },
};
