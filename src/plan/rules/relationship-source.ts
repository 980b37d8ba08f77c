import { hinted } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import type { Rule } from '../rule.js';

export const relationshipSource: Rule = {
  id: 'plan/relationship-source',
  severity: 'error',
  summary: 'A relationship starts from something that is not a field of its definition.',
  explain:
    'A relationship leads from a field of its own definition, which holds the id of the record that it leads to. The API ' +
    'refuses the whole definition when there is no such field. Name a field as it is spelt, or add it.',
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
