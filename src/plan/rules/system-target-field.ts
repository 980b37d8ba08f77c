import { hinted } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';
import { systemSchema } from '../system-schemas.js';

export const systemTargetField: Rule = {
  id: 'plan/system-target-field',
  severity: 'warning',
  summary: 'A relationship leads to a field of contacts or products that is not documented.',
  explain:
    'Relationships to contacts lead to `id_contact` and those to products to `product_id` unless they name another field. ' +
    'One that the platform does not have would match no record. This is a warning, since the documented lists may not be ' +
    'complete: check the name, or leave `targetField` out.',
  check({ plan }) {
    const suggest = suggester();
    return plan.relationships.flatMap(
      ({ path, targetSchemaType, targetSchema, targetField: field }) => {
        const schema = targetSchemaType === 'system' ? systemSchema(targetSchema) : undefined;
        if (schema === undefined || field === undefined || schema.fields.has(field)) return [];
        const message = `"${field}" is not a documented field of ${targetSchema}`;
        return [
          hinted({ path: `${path}.targetField`, message }, suggest(field, [...schema.fields])),
        ];
      },
    );
  },
};
