import { definitionKey } from '../graph.js';
import { repeats } from '../repeats.js';
import type { Rule } from '../rule.js';

export const duplicateDefinition: Rule = {
  id: 'plan/duplicate-definition',
  severity: 'error',
  summary: 'Two custom-data definitions have the same name.',
  explain:
    'The platform compares names without regard to case and outer spaces, so both would become one definition.',
  check({ plan }) {
    return repeats(plan.definitions, ({ name }) => definitionKey(name)).map(({ item, first }) => ({
      path: `${item.path}.name`,
      message: `"${item.name}" is the same name as that of ${first.path}`,
    }));
  },
};
