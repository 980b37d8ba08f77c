import { child } from '../../connector/path.js';
import { hinted } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { isDeclared } from '../declared.js';
import type { Rule } from '../rule.js';

export const unknownDefinition: Rule = {
  id: 'connector/unknown-definition',
  severity: 'error',
  summary: 'The code asks for a custom-data definition that the plan does not have.',
  explain:
    '`ctx.customData(name)` gives the definition that was provisioned under this name of the plan, and throws when there ' +
    'is none. A name is missing when the plan has it with none of the settings fixtures.',
  check({ plan, code, declared: { definitions } }) {
    return code.definitions
      .filter(({ name }) => !isDeclared(name, definitions))
      .map(({ name, at }) => {
        const message = `"${name}" is not a custom-data definition of the plan`;
        return hinted(
          { path: child(plan.path, 'customData'), at, message },
          didYouMean(name, definitions),
        );
      });
  },
};
