import type { Rule } from '../rule.js';

export const planShape: Rule = {
  id: 'plan/shape',
  severity: 'error',
  summary: 'A part of the plan is missing or is not what it should be.',
  check: ({ plan }) => plan.problems,
};
