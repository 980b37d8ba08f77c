import { problem } from '../../connector/problem.js';
import { extensionsIn } from '../extension.js';
import type { Rule } from '../rule.js';

export const fieldCaseChanged: Rule = {
  id: 'plan/field-case-changed',
  severity: 'error',
  summary: 'A field differs only in case from a field that the shop already has.',
  explain:
    'Each field becomes a column, and the names of two columns must differ in more than case. The platform refuses to add the ' +
    'field. Spell it as the shop does.',
  check(input) {
    return extensionsIn(input).flatMap(({ definition, existing }) => {
      const spelled = new Map(existing.fields.map(({ name }) => [name.toLowerCase(), name]));
      return definition.fields
        .filter(({ name }) => !existing.fieldsByName.has(name) && spelled.has(name.toLowerCase()))
        .map(({ path, name }) =>
          problem(`${path}.name`, 'field-case-changed', {
            name,
            existing: spelled.get(name.toLowerCase()) ?? '',
          }),
        );
    });
  },
};
