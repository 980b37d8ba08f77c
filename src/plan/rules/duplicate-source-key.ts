import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateSourceKey: Rule = {
  id: 'plan/duplicate-source-key',
  severity: 'error',
  summary: 'Two data sources have the same key.',
  explain:
    'Sync steps and child sources find a source by its key, and the store keeps its id under that key. Provisioning skips the ' +
    'second source. Change one of the keys.',
  check({ plan }) {
    return repeats(plan.sources, ({ key }) => key).map(({ item, first }) =>
      problem(`${item.path}.key`, 'duplicate', { name: item.key, of: 'key', first: first.path }),
    );
  },
};
