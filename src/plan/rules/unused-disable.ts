import type { Rule } from '../rule.js';

export const unusedDisable: Rule = {
  id: 'lint/unused-disable',
  severity: 'warning',
  summary:
    'A comment turns off a rule that finds nothing on the next line, or that does not exist.',
  explain:
    '`# spm-lint-disable-next-line RULE` hides what the rule finds on the line below it. Where there is nothing to hide, ' +
    'the comment is left over from something that was corrected, and would hide the next mistake: remove it.',
  // Found where findings are hidden.
  check: () => [],
};
