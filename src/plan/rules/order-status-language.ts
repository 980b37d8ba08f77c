import { hinted } from '../../connector/problem.js';
import { languageHint } from '../language-hint.js';
import { LANGUAGE } from '../limits.js';
import type { Rule } from '../rule.js';

export const orderStatusLanguage: Rule = {
  id: 'plan/order-status-language',
  severity: 'error',
  summary: 'The language of an order status is no language code.',
  explain:
    'Languages are two small letters, as in ISO 639-1: `en`, `fr`. The platform refuses a status in any other.',
  check({ plan }) {
    return plan.orderStatuses
      .filter(({ lang }) => lang !== '' && !LANGUAGE.test(lang))
      .map(({ path, lang }) =>
        hinted(
          { path: `${path}.lang`, message: `"${lang}" is not a two-letter language code` },
          languageHint(lang),
        ),
      );
  },
};
