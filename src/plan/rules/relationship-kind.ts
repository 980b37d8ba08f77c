import { problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import type { Rule } from '../rule.js';

const KINDS = ['system', 'custom'];

export const relationshipKind: Rule = {
  id: 'plan/relationship-kind',
  severity: 'error',
  summary: 'The target type of a relationship is neither system nor custom.',
  explain:
    '`targetSchemaType` is `system` for contacts and products, which every shop has, and `custom` for custom-data definitions. ' +
    'The platform rejects any other value.',
  check({ plan }) {
    return plan.relationships
      .filter(({ targetSchemaType: kind }) => kind !== '' && !KINDS.includes(kind))
      .map(({ path, targetSchemaType: kind }) =>
        problem(`${path}.targetSchemaType`, 'not-one-of', {
          known: KINDS,
          suggestion: nearest(kind, KINDS),
        }),
      );
  },
};
