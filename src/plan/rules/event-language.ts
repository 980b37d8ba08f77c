import { problem } from '../../connector/problem.js';
import { betterLanguage } from '../better-language.js';
import { LANGUAGE } from '../limits.js';
import type { Rule } from '../rule.js';

export const eventLanguage: Rule = {
  id: 'plan/event-language',
  severity: 'warning',
  summary: 'The name of an event has an invalid language code.',
  explain:
    'A language code is two small letters, as in ISO 639-1: `en`, `fr`. The platform shows a name under any other key to nobody.',
  check({ plan }) {
    return plan.events
      .flatMap(({ languages }) => languages)
      .filter(({ language }) => !LANGUAGE.test(language))
      .map(({ language, text }) =>
        problem(text.path, 'not-a-language', { language, better: betterLanguage(language) }),
      );
  },
};
