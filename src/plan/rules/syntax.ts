import type { Rule } from '../rule.js';

export const syntax: Rule = {
  id: 'plan/syntax',
  severity: 'error',
  summary: 'A plan file cannot be read.',
  explain:
    'A plan file is one YAML or JSON document in UTF-8, of at most 128 MiB, in which no map has a key twice. ' +
    'What cannot be read cannot be provisioned, and nothing else in the file is checked until it is corrected.',
  // Found where the file is read, before there is a plan.
  check: () => [],
};
