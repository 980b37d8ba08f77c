import { hinted } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import type { Rule } from '../rule.js';

export const unknownRule: Rule = {
  id: 'lint/unknown-rule',
  severity: 'warning',
  summary: 'The configuration names a rule that does not exist.',
  explain:
    'The setting has no effect: the rule that it was meant for keeps its own severity. `spm-connect lint --list-rules` ' +
    'names every rule.',
  check({ settings, ruleIds }) {
    return Object.keys(settings)
      .filter((id) => !ruleIds.includes(id))
      .map((id) =>
        hinted(
          { path: `lint.rules.${id}`, message: `there is no rule "${id}"`, ofKey: true as const },
          didYouMean(id, ruleIds),
        ),
      );
  },
};
