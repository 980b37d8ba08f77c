import { child } from '../../connector/path.js';
import { problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import { isDeclared } from '../declared.js';
import type { Rule } from '../rule.js';

export const unknownDefinition: Rule = {
  id: 'connector/unknown-definition',
  severity: 'error',
  summary: 'The code uses a custom-data definition that is not in the plan.',
  explain:
    '`ctx.customData(name)` returns the provisioned definition with that name, and throws if the plan has none. Lint looks for ' +
    'the name in the plans of all settings fixtures.',
  check({ plan, code, declared: { definitions } }) {
    return code.definitions
      .filter(({ name }) => !isDeclared(name, definitions))
      .map(({ name, at }) => ({
        ...problem(child(plan.path, 'customData'), 'unknown-definition', {
          name,
          suggestion: nearest(name, definitions),
        }),
        at,
      }));
  },
};
