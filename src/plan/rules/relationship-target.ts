import { problem } from '../../connector/problem.js';
import { inPlanTarget } from '../graph.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';
import { SYSTEM_SCHEMAS } from '../system-schemas.js';

export const relationshipTarget: Rule = {
  id: 'plan/relationship-target',
  severity: 'error',
  summary: 'A custom relationship has an unknown target.',
  explain:
    'A `custom` target is the name of a definition in the plan, in any case, or the numeric id of a definition that exists on ' +
    'the shop. Contacts and products are `system` targets.',
  check({ plan }) {
    const names = plan.definitions.map(({ name }) => name);
    const suggest = suggester();
    return plan.relationships.flatMap((relationship) => {
      const { path, targetSchema } = relationship;
      const name = inPlanTarget(relationship);
      if (!name || plan.definitionsByName.has(name)) return [];
      return [
        problem(`${path}.targetSchema`, 'unknown-target', {
          name: targetSchema,
          ...(SYSTEM_SCHEMAS.includes(name)
            ? { system: true }
            : { suggestion: suggest(targetSchema, names) }),
        }),
      ];
    });
  },
};
