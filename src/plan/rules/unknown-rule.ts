import { problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import type { Rule } from '../rule.js';

export const unknownRule: Rule = {
  id: 'lint/unknown-rule',
  severity: 'warning',
  summary: 'The configuration names a rule that does not exist.',
  explain:
    'The setting has no effect, so the intended rule keeps its severity. `spm-connect lint --list-rules` lists every rule.',
  check({ settings, ruleIds }) {
    return Object.keys(settings)
      .filter((id) => !ruleIds.includes(id))
      .map((id) => ({
        ...problem(`lint.rules.${id}`, 'unknown-rule', {
          name: id,
          suggestion: nearest(id, ruleIds),
        }),
        ofKey: true as const,
      }));
  },
};
