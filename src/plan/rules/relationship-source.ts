import { hinted } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import type { Rule } from '../rule.js';

export const relationshipSource: Rule = {
  id: 'plan/relationship-source',
  severity: 'error',
  summary: 'A relationship starts from something that is not a field of its definition.',
  check({ plan }) {
    return plan.definitions.flatMap(({ fields, relationships }) => {
      const names = fields.map(({ name }) => name);
      return relationships
        .filter(({ sourceField }) => sourceField !== '' && !names.includes(sourceField))
        .map(({ path, sourceField }) =>
          hinted(
            { path: `${path}.sourceField`, message: `"${sourceField}" is not a field` },
            didYouMean(sourceField, names),
          ),
        );
    });
  },
};
