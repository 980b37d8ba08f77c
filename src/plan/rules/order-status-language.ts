import { problem } from '../../connector/problem.js';
import { betterLanguage } from '../better-language.js';
import { LANGUAGE } from '../limits.js';
import type { Rule } from '../rule.js';

export const orderStatusLanguage: Rule = {
  id: 'plan/order-status-language',
  severity: 'error',
  summary: 'An order status has an invalid language code.',
  explain:
    'A language code is two small letters, as in ISO 639-1: `en`, `fr`. The platform rejects a status with any other code.',
  check({ plan }) {
    return plan.orderStatuses
      .filter(({ lang }) => lang !== '' && !LANGUAGE.test(lang))
      .map(({ path, lang }) =>
        problem(`${path}.lang`, 'not-a-language', { language: lang, better: betterLanguage(lang) }),
      );
  },
};
