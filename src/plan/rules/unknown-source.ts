import { child } from '../../connector/path.js';
import { problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import { isDeclared } from '../declared.js';
import type { Rule } from '../rule.js';

export const unknownSource: Rule = {
  id: 'connector/unknown-source',
  severity: 'error',
  summary: 'The code uses a data source that is not in the plan.',
  explain:
    '`ctx.withSource(key)` returns the provisioned source with that key, and throws if the plan has none. Lint looks for the ' +
    'key in the plans of all settings fixtures.',
  check({ plan, code, declared: { sources } }) {
    return code.sources
      .filter(({ name }) => !isDeclared(name, sources))
      .map(({ name, at }) => ({
        ...problem(child(plan.path, 'dataSources'), 'unknown-source', {
          name,
          suggestion: nearest(name, sources),
        }),
        at,
      }));
  },
};
