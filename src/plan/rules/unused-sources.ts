import { problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const unusedSources: Rule = {
  id: 'connector/unused-sources',
  severity: 'warning',
  summary: 'A global step has `sources`, which is never called.',
  explain:
    "A step runs once for each source only with `cursorScope: 'per-source'`. A global step has one cursor, and runs once " +
    'with an empty `sourceKey`.',
  check({ integration }) {
    return stepsOf(integration)
      .filter(({ step }) => step.cursorScope === 'global' && step.sources !== undefined)
      .map(({ path }) => problem(`${path}.sources`, 'unused-sources', {}));
  },
};
