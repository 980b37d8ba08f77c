import type { Rule } from '../rule.js';

export const planShape: Rule = {
  id: 'plan/shape',
  severity: 'error',
  summary: 'A part of the plan is missing or is not what it should be.',
  explain:
    'Every part of a plan is an object, a list or a text, as the types of a ProvisioningPlan and the schema of plan files ' +
    'say. A part of the wrong kind cannot be provisioned, and the other rules pass over it: correct these findings first.',
  check: ({ plan }) => plan.problems,
};
