import { problem } from '../../connector/problem.js';
import { extensionsIn } from '../extension.js';
import type { Rule } from '../rule.js';

export const requiredFieldAdded: Rule = {
  id: 'plan/required-field-added',
  severity: 'warning',
  summary:
    'The plan adds a required field without a default to a definition that the shop already has.',
  explain:
    'Existing records do not change: in each of them the new field is null, although it is required. Segments and e-mails ' +
    'that use it meet records without a value until the next full sync. Add a default, make the field optional, or plan a ' +
    'full sync after the release.',
  check(input) {
    return extensionsIn(input).flatMap(({ definition, existing }) =>
      definition.fields
        .filter(({ name, required }) => required && !existing.fieldsByName.has(name))
        .filter(({ default: value }) => value === undefined || value === null)
        .map(({ path, name }) => problem(`${path}.required`, 'required-field-added', { name })),
    );
  },
};
