import { stepsOf } from '../parts.js';
import type { EnabledAnswer, Rule } from '../rule.js';

export const unreachableStep: Rule = {
  id: 'connector/unreachable-step',
  severity: 'warning',
  summary: 'A step is enabled with none of the settings fixtures.',
  explain:
    '`enabled(settings)` is asked with every file of `lint.settings`. A step that all of them turn off is never run, ' +
    'or no fixture stands for the shops that use it, and what they would do with it is not checked.',
  check({ integration, enabled }) {
    return stepsOf(integration)
      .filter(({ path }) => isNeverOn(enabled.get(path) ?? []))
      .map(({ path, step: { entity } }) => ({
        path: `${path}.enabled`,
        message: `no settings fixture turns the step "${entity}" on`,
        hint: 'Add a fixture with settings that do to lint.settings, or remove the step.',
      }));
  },
};

/** The form's defaults alone, without a fixture, say little about real shops. */
function isNeverOn(answers: readonly EnabledAnswer[]): boolean {
  return (
    answers.length > 0 &&
    answers.every(
      ({ fixture, enabled, fault }) => fixture !== undefined && !enabled && fault === undefined,
    )
  );
}
