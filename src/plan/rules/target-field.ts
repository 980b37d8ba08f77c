import { hinted } from '../../connector/problem.js';
import { inPlanTarget } from '../graph.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const targetField: Rule = {
  id: 'plan/target-field',
  severity: 'error',
  summary: 'A relationship leads to a field that its target definition does not have.',
  explain:
    'The target of a custom relationship is `id`, the number that the platform gives to each record, or one of the fields ' +
    'of the target definition, as it is spelt. The platform refuses the definition otherwise. Left out, it is `id`.',
  check({ plan }) {
    const suggest = suggester();
    return plan.relationships.flatMap((relationship) => {
      const { path, targetField: field = 'id' } = relationship;
      const target = plan.definitionsByName.get(inPlanTarget(relationship) ?? '');
      if (target === undefined || field === 'id' || target.fieldsByName.has(field)) return [];
      const message = `"${target.name}" has no field "${field}"`;
      const names = ['id', ...target.fieldsByName.keys()];
      return [hinted({ path: `${path}.targetField`, message }, suggest(field, names))];
    });
  },
};
