import type { Rule } from '../rule.js';
import { wrongTexts } from '../texts.js';

export const outerSpaces: Rule = {
  id: 'plan/outer-spaces',
  severity: 'warning',
  summary: 'A name or a label has spaces around it.',
  explain:
    'Nobody sees these spaces, and not everything ignores them: for the platform " Store" and "Store" are two names, for ' +
    'provisioning they are one. Remove them.',
  check({ plan }) {
    const spaced = wrongTexts(plan, (value, { isName }) => isName && value.trim() !== value);
    return spaced.map(({ path, value }) => ({
      path,
      message: `"${value}" has spaces around it`,
      hint: `Write "${value.trim()}".`,
    }));
  },
};
