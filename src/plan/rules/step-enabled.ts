import { stepsOf } from '../parts.js';
import type { EnabledAnswer, Rule } from '../rule.js';

export const stepEnabled: Rule = {
  id: 'connector/step-enabled',
  severity: 'error',
  summary: 'A step does not say whether it is enabled.',
  explain:
    '`enabled(settings)` is asked at every sync, and answers true or false at once. One that throws stops the run; one ' +
    'that is async answers a promise, which counts as true whatever it resolves to.',
  check({ integration, enabled }) {
    return stepsOf(integration).flatMap(({ path }) => {
      const faulty = (enabled.get(path) ?? []).filter(({ fault }) => fault !== undefined);
      return repeatless(faulty).map(({ fixture, fault }) => ({
        path: `${path}.enabled`,
        message: `${fault} (with ${fixture ?? 'the defaults of the form'})`,
      }));
    });
  },
};

/** The first answer of each fault. */
function repeatless(answers: readonly EnabledAnswer[]): EnabledAnswer[] {
  return [...new Map(answers.toReversed().map((answer) => [answer.fault, answer])).values()];
}
