import { child } from '../../connector/path.js';
import { hinted } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { isDeclared } from '../declared.js';
import type { Rule } from '../rule.js';

export const unknownSource: Rule = {
  id: 'connector/unknown-source',
  severity: 'error',
  summary: 'The code asks for a data source that the plan does not have.',
  explain:
    '`ctx.withSource(key)` gives the source that was provisioned under this key of the plan, and throws when there is ' +
    'none. A key is missing when the plan has it with none of the settings fixtures.',
  check({ plan, code, declared: { sources } }) {
    return code.sources
      .filter(({ name }) => !isDeclared(name, sources))
      .map(({ name, at }) => {
        const message = `"${name}" is not the key of a data source of the plan`;
        return hinted(
          { path: child(plan.path, 'dataSources'), at, message },
          didYouMean(name, sources),
        );
      });
  },
};
