import type { Rule } from '../rule.js';

export const eventProperty: Rule = {
  id: 'plan/event-property',
  severity: 'error',
  summary: 'A property of an event is not declared as it has to be.',
  explain:
    'A slot is a list of properties, each with `name`, `type`, and where wanted `required` and `description`; or a map from ' +
    'the name to the rest. The platform refuses an event that declares them otherwise.',
  check: ({ plan }) => plan.events.flatMap(({ declared }) => declared.problems),
};
