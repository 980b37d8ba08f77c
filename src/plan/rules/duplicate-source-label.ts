import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateSourceLabel: Rule = {
  id: 'plan/duplicate-source-label',
  severity: 'error',
  summary: 'Two data sources have the same label.',
  explain:
    'Provisioning finds a source again on the shop by its label, unless a stable key of its config identifies it, and people ' +
    'tell sources apart by nothing else. With one label for two, items can end up under the wrong source. Give each a label ' +
    'of its own.',
  check({ plan }) {
    return repeats(plan.sources, ({ label }) => label.trim()).map(({ item, first }) => ({
      path: `${item.path}.decl.label`,
      message: `"${item.label.trim()}" is already the label of ${first.path}`,
    }));
  },
};
