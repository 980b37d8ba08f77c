import type { Rule } from '../rule.js';

export const eventProperty: Rule = {
  id: 'plan/event-property',
  severity: 'error',
  summary: 'A property of an event is declared wrongly.',
  explain:
    'A slot is a list of properties, each with `name`, `type`, and optionally `required` and `description`. It can also be a ' +
    'map from each name to the rest. The platform rejects an event with any other form.',
  check: ({ plan }) => plan.events.flatMap(({ declared }) => declared.problems),
};
