import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '../limits.js';
import type { Rule } from '../rule.js';
import { wrongTexts } from '../texts.js';

export const textLength: Rule = {
  id: 'plan/text-length',
  severity: 'error',
  summary: 'A text is longer than what the platform keeps.',
  explain:
    `Names and labels have at most ${MAX_NAME_LENGTH} characters, descriptions at most ${MAX_TEXT_LENGTH}. A longer one is ` +
    'refused, or cut where nobody expects it. Shorten it.',
  check({ plan }) {
    const long = wrongTexts(plan, (value, { max }) => value.length > max);
    return long.map(({ path, value, max }) => ({
      path,
      message: `has ${value.length} characters; at most ${max} are kept`,
    }));
  },
};
