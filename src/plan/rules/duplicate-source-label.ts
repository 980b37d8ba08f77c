import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const duplicateSourceLabel: Rule = {
  id: 'plan/duplicate-source-label',
  severity: 'error',
  summary: 'Two data sources have the same label.',
  explain:
    'Provisioning finds an existing source by its label, unless `stableConfigKey` identifies it, and people see only the ' +
    'label. With the same label twice, items can end up under the wrong source. Change one of the labels.',
  check({ plan }) {
    return repeats(plan.sources, ({ label }) => label.trim()).map(({ item, first }) =>
      problem(`${item.path}.decl.label`, 'duplicate', {
        name: item.label.trim(),
        of: 'label',
        first: first.path,
      }),
    );
  },
};
