import type { Rule } from '../rule.js';

export const syntax: Rule = {
  id: 'plan/syntax',
  severity: 'error',
  summary: 'A plan file cannot be read.',
  explain:
    'A plan file is one YAML or JSON document in UTF-8, of at most 128 MiB, and no map in it has a key twice. Above 4 MiB, YAML ' +
    'has to be plain, without anchors, aliases and tags: the parser of all YAML takes a hundred times the memory. Lint checks ' +
    'the rest of the file only after these problems are corrected.',
  // `plan-file/` finds it, before there is a plan.
  check: () => [],
};
