import { hinted } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const relationshipSource: Rule = {
  id: 'plan/relationship-source',
  severity: 'error',
  summary: 'A relationship starts from something that is not a field of its definition.',
  explain:
    'A relationship leads from a field of its own definition, which holds the id of the record that it leads to. The ' +
    'platform refuses the whole definition when there is no such field. Name a field as it is spelt, or add it.',
  check({ plan }) {
    const suggest = suggester();
    return plan.definitions.flatMap(({ fieldsByName, relationships }) =>
      relationships
        .filter(({ sourceField }) => sourceField !== '' && !fieldsByName.has(sourceField))
        .map(({ path, sourceField }) =>
          hinted(
            { path: `${path}.sourceField`, message: `"${sourceField}" is not a field` },
            suggest(sourceField, [...fieldsByName.keys()]),
          ),
        ),
    );
  },
};
