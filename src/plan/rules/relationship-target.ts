import { hinted } from '../../connector/problem.js';
import { inPlanTarget } from '../graph.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';
import { SYSTEM_SCHEMAS } from '../system-schemas.js';

export const relationshipTarget: Rule = {
  id: 'plan/relationship-target',
  severity: 'error',
  summary: 'A custom relationship leads to something that is neither in the plan nor a numeric id.',
  explain:
    "A `custom` target is another definition's name in the plan, without regard to case, or the numeric id of one that " +
    'already exists on the shop. Nothing else can be found there. Contacts and products are `system` targets.',
  check({ plan }) {
    const names = plan.definitions.map(({ name }) => name);
    const suggest = suggester();
    return plan.relationships.flatMap((relationship) => {
      const { path, targetSchema } = relationship;
      const name = inPlanTarget(relationship);
      if (!name || plan.definitionsByName.has(name)) return [];
      const message = `"${targetSchema}" is neither a definition of the plan nor a numeric id`;
      const hint = SYSTEM_SCHEMAS.includes(name)
        ? "Contacts and products are reached with targetSchemaType 'system'."
        : suggest(targetSchema, names);
      return [hinted({ path: `${path}.targetSchema`, message }, hint)];
    });
  },
};
