import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const stepEnabled: Rule = {
  id: 'connector/step-enabled',
  severity: 'error',
  summary: 'A step does not say whether it is enabled.',
  explain:
    '`enabled(settings)` is asked at every sync, and answers true or false at once. One that throws stops the run; one ' +
    'that is async answers a promise, which counts as true whatever it resolves to.',
  check({ integration, enabled }) {
    return stepsOf(integration).flatMap(({ path }) => {
      const faults = new Set((enabled.get(path) ?? []).flatMap(({ fault }) => fault ?? []));
      return [...faults].map((message) => ({ path: `${path}.enabled`, message }));
    });
  },
};
