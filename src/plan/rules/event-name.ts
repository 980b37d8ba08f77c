import type { Rule } from '../rule.js';

export const eventName: Rule = {
  id: 'plan/event-name',
  severity: 'error',
  summary: 'The name of an event is not given in any language.',
  explain:
    'The name is what people choose the event by, in their own language: a map from the language to the text, such as ' +
    '`{ en: Order paid, fr: Commande payée }`. Without one the platform refuses the event.',
  check({ plan }) {
    return plan.events
      .filter(({ languages }) => languages.length === 0)
      .map(({ path, codeName }) => ({
        path: `${path}.name`,
        message: 'must be a map with a text for at least one language',
        hint: `Write \`name: { en: '${codeName || '...'}' }\`.`,
      }));
  },
};
