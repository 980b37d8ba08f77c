import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { wrongTexts } from '../texts.js';

/** Half of a surrogate pair has no form in UTF-8, and many databases end a text at NUL. */
const UNSTORABLE = /\p{Surrogate}|\0/u;

export const characters: Rule = {
  id: 'plan/characters',
  severity: 'error',
  summary: 'A text has a character that databases cannot store.',
  explain:
    'A NUL, or half of a character such as an emoji, mostly comes from a text that was cut or decoded wrongly. The platform ' +
    'rejects such a text, or stores a different one. Type the text again.',
  check({ plan }) {
    return wrongTexts(plan, (value) => UNSTORABLE.test(value)).map(({ path }) =>
      problem(path, 'unstorable-character', {}),
    );
  },
};
