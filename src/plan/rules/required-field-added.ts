import { extensionsIn } from '../extension.js';
import type { Rule } from '../rule.js';

export const requiredFieldAdded: Rule = {
  id: 'plan/required-field-added',
  severity: 'warning',
  summary: 'A required field without a default is added to a definition that shops already have.',
  explain:
    'Extending a definition leaves its records as they are: in each of them the new field reads null, though it is required. ' +
    'Whatever relies on it, such as a segment or an e-mail, meets records without it until each was saved again. Give it a ' +
    'default, make it optional, or plan a full sync after the release.',
  check(input) {
    return extensionsIn(input).flatMap(({ definition, existing }) =>
      definition.fields
        .filter(({ name, required }) => required && !existing.fieldsByName.has(name))
        .filter(({ default: value }) => value === undefined || value === null)
        .map(({ path, name }) => ({
          path: `${path}.required`,
          message: `"${name}" is new and required: the records that exist have no value for it`,
          hint: 'Give it a default, or make it optional.',
        })),
    );
  },
};
