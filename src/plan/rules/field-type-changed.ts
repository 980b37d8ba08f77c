import { changedTypes } from '../diff/definition-conflicts.js';
import { extensionsIn } from '../extension.js';
import type { Rule } from '../rule.js';

export const fieldTypeChanged: Rule = {
  id: 'plan/field-type-changed',
  severity: 'error',
  summary: 'A field has another type than on the shops that already have it.',
  explain:
    'The platform only adds fields to a definition that exists; it never changes one. Provisioning reports a conflict and ' +
    'leaves the field as it is. Keep the type and add a field of a new name, or delete the definition on the shop, with its ' +
    'records, and provision again.',
  check(input) {
    return extensionsIn(input).flatMap(({ definition, existing }) =>
      changedTypes(definition.fields, existing.fields).map(({ field, from }) => ({
        path: `${field.path}.type`,
        message: `"${field.name}" is of type ${from} on the shop, and cannot become ${field.type}`,
        hint: 'Add a field of a new name instead.',
      })),
    );
  },
};
