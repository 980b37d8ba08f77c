import { problem } from '../../connector/problem.js';
import { inPlanTarget } from '../graph.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const targetField: Rule = {
  id: 'plan/target-field',
  severity: 'error',
  summary: 'A relationship leads to a field that its target definition does not have.',
  explain:
    'The target field of a custom relationship is a field of the target definition, or `id`, the number that the platform ' +
    'gives to each record. The platform rejects any other. Without `targetField`, it is `id`.',
  check({ plan }) {
    const suggest = suggester();
    return plan.relationships.flatMap((relationship) => {
      const { path, targetField: field = 'id' } = relationship;
      const target = plan.definitionsByName.get(inPlanTarget(relationship) ?? '');
      if (target === undefined || field === 'id' || target.fieldsByName.has(field)) return [];
      const names = ['id', ...target.fieldsByName.keys()];
      return [
        problem(`${path}.targetField`, 'unknown-target-field', {
          name: field,
          definition: target.name,
          suggestion: suggest(field, names),
        }),
      ];
    });
  },
};
