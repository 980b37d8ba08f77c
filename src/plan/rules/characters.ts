import type { Rule } from '../rule.js';
import { wrongTexts } from '../texts.js';

/** Half of a surrogate pair has no UTF-8; a text ends at NUL in many a database. */
const UNKEPT = /\p{Surrogate}|\0/u;

export const characters: Rule = {
  id: 'plan/characters',
  severity: 'error',
  summary: 'A text has a character that cannot be stored.',
  explain:
    'A NUL, or one half of a character that takes two units, mostly comes from a text that was cut or decoded in the wrong ' +
    'way. The platform refuses such a text, or keeps another one. Write the text anew.',
  check({ plan }) {
    return wrongTexts(plan, (value) => UNKEPT.test(value)).map(({ path }) => ({
      path,
      message: 'has a character that cannot be stored',
    }));
  },
};
