import type { Rule } from '../rule.js';

export const missingExport: Rule = {
  id: 'connector/missing-export',
  severity: 'error',
  summary: 'The code imports a name that the module does not export.',
  explain:
    'Imports of `@shopimind/integration-kit-js` lead to `spm-connect/kit`, which exports what connectors use. A name that is ' +
    'not there is undefined, and fails where it is used. `docs/migrating.md` says what takes the place of each. Types are not ' +
    'looked at: the compiler does that.',
  // Found where the imports are read.
  check: () => [],
};
