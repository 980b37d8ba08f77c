import type { Rule } from '../rule.js';

export const planShape: Rule = {
  id: 'plan/shape',
  severity: 'error',
  summary: 'A part of the plan is missing or has the wrong type.',
  explain:
    'The type `ProvisioningPlan` and the schema of plan files say which parts are objects, lists or texts. Provisioning ' +
    'rejects a part of the wrong type, and the other rules skip it: correct these findings first.',
  check: ({ plan }) => plan.problems,
};
