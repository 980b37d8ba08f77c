import type { Rule } from '../rule.js';

export const missingExport: Rule = {
  id: 'connector/missing-export',
  severity: 'error',
  summary: 'The code imports a name that the module does not export.',
  explain:
    'Imports of `@shopimind/integration-kit-js` lead to `spm-connect/kit`, which exports what connectors use. A missing name is ' +
    'undefined, and fails where the code uses it. `docs/migrating.md` says what to use instead. The compiler checks types.',
  // `lint/missing-exports.ts` finds it.
  check: () => [],
};
