import type { Rule } from '../rule.js';

export const evaluation: Rule = {
  id: 'lint/evaluation',
  severity: 'error',
  summary: 'The plan of a connector cannot be evaluated offline.',
  explain:
    'A `provisioning` function runs without network and without a shop, once with each settings fixture of the ' +
    'configuration. When it throws, asks the network or does not end, nothing of its plan can be checked. Let the plan ' +
    'depend on the settings alone, and name a file with settings that work in `lint.settings`.',
  // Found where the function runs.
  check: () => [],
};
