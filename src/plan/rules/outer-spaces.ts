import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { wrongTexts } from '../texts.js';

export const outerSpaces: Rule = {
  id: 'plan/outer-spaces',
  severity: 'warning',
  summary: 'A name or a label starts or ends with spaces.',
  explain:
    'Nobody sees these spaces. " Store" and "Store" are two names for the platform, but one name for provisioning. Remove the ' +
    'spaces.',
  check({ plan }) {
    const spaced = wrongTexts(plan, (value, { isName }) => isName && value.trim() !== value);
    return spaced.map(({ path, value }) =>
      problem(path, 'outer-spaces', { value, better: value.trim() }),
    );
  },
};
