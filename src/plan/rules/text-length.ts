import { problem } from '../../connector/problem.js';
import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '../limits.js';
import type { Rule } from '../rule.js';
import { wrongTexts } from '../texts.js';

export const textLength: Rule = {
  id: 'plan/text-length',
  severity: 'error',
  summary: 'A text is longer than the platform allows.',
  explain:
    `Names and labels have at most ${MAX_NAME_LENGTH} characters, descriptions at most ${MAX_TEXT_LENGTH}. The platform rejects ` +
    'or cuts a longer text. Shorten it.',
  check({ plan }) {
    const long = wrongTexts(plan, (value, { max }) => value.length > max);
    return long.map(({ path, value, max }) =>
      problem(path, 'too-long', { length: value.length, max }),
    );
  },
};
