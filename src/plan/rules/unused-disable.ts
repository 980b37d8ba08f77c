import type { Rule } from '../rule.js';

export const unusedDisable: Rule = {
  id: 'lint/unused-disable',
  severity: 'warning',
  summary:
    'A comment turns off a rule that finds nothing on the next line, or that does not exist.',
  explain:
    '`# spm-lint-disable-next-line RULE` hides the findings of a rule on the next line. If there are none, someone has ' +
    'corrected the mistake. Remove the comment, because it would hide the next mistake.',
  // `lint/suppress.ts` finds it.
  check: () => [],
};
