import { problem } from '../../connector/problem.js';
import { changedTypes } from '../diff/definition-conflicts.js';
import { extensionsIn } from '../extension.js';
import type { Rule } from '../rule.js';

export const fieldTypeChanged: Rule = {
  id: 'plan/field-type-changed',
  severity: 'error',
  summary: 'A field has a different type than on the shop.',
  explain:
    'The platform can add fields to an existing definition, but never change them. Provisioning reports a conflict and keeps ' +
    'the field. Keep the type and add a field with a new name, or delete the definition and its records on the shop and ' +
    'provision again.',
  check(input) {
    return extensionsIn(input).flatMap(({ definition, existing }) =>
      changedTypes(definition.fields, existing.fields).map(({ field, from }) =>
        problem(`${field.path}.type`, 'field-type-changed', {
          name: field.name,
          from,
          to: field.type,
        }),
      ),
    );
  },
};
