import type { Rule } from '../rule.js';

export const evaluation: Rule = {
  id: 'lint/evaluation',
  severity: 'error',
  summary: 'The plan of a connector cannot be evaluated offline.',
  explain:
    'Lint calls a `provisioning` function without network and without a shop, once for each settings fixture. If it throws, ' +
    'uses the network or does not end, lint cannot check its plan. Let the plan depend on the settings alone, and name a ' +
    'file with settings that work in `lint.settings`.',
  // `lint/evaluate.ts` finds it.
  check: () => [],
};
