import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

export const eventName: Rule = {
  id: 'plan/event-name',
  severity: 'error',
  summary: 'An event has no name in any language.',
  explain:
    'People choose the event by its name in their language. The name is a map from language to text, such as ' +
    '`{ en: Order paid, fr: Commande payée }`. The platform rejects an event without a name.',
  check({ plan }) {
    return plan.events
      .filter(({ languages }) => languages.length === 0)
      .map(({ path, codeName }) =>
        problem(`${path}.name`, 'event-name', { example: codeName || '...' }),
      );
  },
};
