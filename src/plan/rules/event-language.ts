import { hinted } from '../../connector/problem.js';
import { languageHint } from '../language-hint.js';
import { LANGUAGE } from '../limits.js';
import type { Rule } from '../rule.js';

export const eventLanguage: Rule = {
  id: 'plan/event-language',
  severity: 'warning',
  summary: 'The name of an event is given in something that is no language code.',
  explain:
    'Languages are two small letters, as in ISO 639-1: `en`, `fr`. A name under another key is kept, but shown to nobody.',
  check({ plan }) {
    return plan.events
      .flatMap(({ languages }) => languages)
      .filter(({ language }) => !LANGUAGE.test(language))
      .map(({ language, text }) =>
        hinted(
          { path: text.path, message: `"${language}" is not a two-letter language code` },
          languageHint(language),
        ),
      );
  },
};
