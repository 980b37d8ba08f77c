import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateSourceKey: Rule = {
  id: 'plan/duplicate-source-key',
  severity: 'error',
  summary: 'Two data sources have the same key.',
  explain:
    'Sync steps and parents find a source by its key, and the id that it gets on the shop is remembered under it. The ' +
    'second of two sources is not provisioned. Give each a key of its own.',
  check({ plan }) {
    return repeats(plan.sources, ({ key }) => key).map(({ item, first }) => ({
      path: `${item.path}.key`,
      message: `"${item.key}" is already the key of ${first.path}`,
    }));
  },
};
