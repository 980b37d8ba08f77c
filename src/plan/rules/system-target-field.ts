import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';
import { systemSchema } from '../system-schemas.js';

export const systemTargetField: Rule = {
  id: 'plan/system-target-field',
  severity: 'warning',
  summary: 'A relationship leads to an undocumented field of contacts or products.',
  explain:
    'A field that the platform does not have matches no record. Check the name, or remove `targetField`: then the relationship ' +
    'leads to `id_contact` or `product_id`. This is only a warning, because the documented fields may not be complete.',
  check({ plan }) {
    const suggest = suggester();
    return plan.relationships.flatMap(
      ({ path, targetSchemaType, targetSchema, targetField: field }) => {
        const schema = targetSchemaType === 'system' ? systemSchema(targetSchema) : undefined;
        if (schema === undefined || field === undefined || schema.fields.has(field)) return [];
        return [
          problem(`${path}.targetField`, 'undocumented-target-field', {
            name: field,
            schema: targetSchema,
            suggestion: suggest(field, [...schema.fields]),
          }),
        ];
      },
    );
  },
};
