import { problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { EnabledAnswer, Rule } from '../rule.js';

export const unreachableStep: Rule = {
  id: 'connector/unreachable-step',
  severity: 'warning',
  summary: 'No settings fixture enables a step.',
  explain:
    'Lint calls `enabled(settings)` with every file of `lint.settings`. If all of them turn a step off, either the step never ' +
    'runs, or a fixture for the shops that use it is missing.',
  check({ integration, enabled }) {
    return stepsOf(integration)
      .filter(({ path }) => isNeverOn(enabled.get(path) ?? []))
      .map(({ path, step: { entity } }) =>
        problem(`${path}.enabled`, 'unreachable-step', { name: String(entity) }),
      );
  },
};

/** The defaults of the form do not count: they say little about real shops. */
function isNeverOn(answers: readonly EnabledAnswer[]): boolean {
  return (
    answers.length > 0 &&
    answers.every(
      ({ fixture, enabled, fault }) => fixture !== undefined && !enabled && fault === undefined,
    )
  );
}
