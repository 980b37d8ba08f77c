import { hinted } from '../../connector/problem.js';
import { canonicalName } from '../identity.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';
import { SYSTEM_SCHEMAS, systemSchema } from '../system-schemas.js';

export const systemSchemaKnown: Rule = {
  id: 'plan/system-schema',
  severity: 'error',
  summary: 'A system relationship leads to a schema that the platform does not have.',
  explain:
    `The system schemas are ${SYSTEM_SCHEMAS.join(' and ')}, spelt exactly so. The platform refuses any other. A definition ` +
    'of the plan is a `custom` target.',
  check({ plan }) {
    const suggest = suggester();
    return plan.relationships
      .filter(({ targetSchemaType }) => targetSchemaType === 'system')
      .filter(({ targetSchema }) => targetSchema !== '' && systemSchema(targetSchema) === undefined)
      .map(({ path, targetSchema }) => {
        const message = `"${targetSchema}" is not a system schema; those are ${SYSTEM_SCHEMAS.join(' and ')}`;
        const hint = plan.definitionsByName.has(canonicalName(targetSchema))
          ? "A definition of the plan is reached with targetSchemaType 'custom'."
          : suggest(targetSchema, SYSTEM_SCHEMAS);
        return hinted({ path: `${path}.targetSchema`, message }, hint);
      });
  },
};
