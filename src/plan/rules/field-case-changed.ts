import { extensionsIn } from '../extension.js';
import type { Rule } from '../rule.js';

export const fieldCaseChanged: Rule = {
  id: 'plan/field-case-changed',
  severity: 'error',
  summary: 'A field differs by case alone from one that shops already have.',
  explain:
    'Names of columns do not differ by case alone: the platform takes the field for one that exists, and refuses to add it. ' +
    'Spell it as it is on the shop.',
  check(input) {
    return extensionsIn(input).flatMap(({ definition, existing }) => {
      const spelt = new Map(existing.fields.map(({ name }) => [name.toLowerCase(), name]));
      return definition.fields
        .filter(({ name }) => !existing.fieldsByName.has(name) && spelt.has(name.toLowerCase()))
        .map(({ path, name }) => ({
          path: `${path}.name`,
          message: `"${name}" is spelt "${spelt.get(name.toLowerCase())}" on the shop`,
          hint: `Write "${spelt.get(name.toLowerCase())}".`,
        }));
    });
  },
};
