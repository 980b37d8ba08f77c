import { hinted } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import type { Rule } from '../rule.js';

const KINDS = ['system', 'custom'];

export const relationshipKind: Rule = {
  id: 'plan/relationship-kind',
  severity: 'error',
  summary: 'A relationship leads to neither a system schema nor a custom one.',
  explain:
    '`targetSchemaType` is `system` for what every shop has, contacts and products, and `custom` for custom-data ' +
    'definitions. The platform refuses anything else.',
  check({ plan }) {
    return plan.relationships
      .filter(({ targetSchemaType: kind }) => kind !== '' && !KINDS.includes(kind))
      .map(({ path, targetSchemaType: kind }) =>
        hinted(
          {
            path: `${path}.targetSchemaType`,
            message: `"${kind}" is neither "system" nor "custom"`,
          },
          didYouMean(kind, KINDS),
        ),
      );
  },
};
