import { problem } from '../../connector/problem.js';
import { canonicalName } from '../identity.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';
import { SYSTEM_SCHEMAS, systemSchema } from '../system-schemas.js';

export const systemSchemaKnown: Rule = {
  id: 'plan/system-schema',
  severity: 'error',
  summary: 'A system relationship has an unknown target.',
  explain:
    `The system schemas are ${SYSTEM_SCHEMAS.join(' and ')}, in exactly this spelling. The platform rejects any other. A ` +
    'definition of the plan is a `custom` target.',
  check({ plan }) {
    const suggest = suggester();
    return plan.relationships
      .filter(({ targetSchemaType }) => targetSchemaType === 'system')
      .filter(({ targetSchema }) => targetSchema !== '' && systemSchema(targetSchema) === undefined)
      .map(({ path, targetSchema: name }) =>
        problem(`${path}.targetSchema`, 'not-a-system-schema', {
          name,
          known: SYSTEM_SCHEMAS,
          ...(plan.definitionsByName.has(canonicalName(name))
            ? { custom: true }
            : { suggestion: suggest(name, SYSTEM_SCHEMAS) }),
        }),
      );
  },
};
