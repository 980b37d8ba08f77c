import { problem } from '../../connector/problem.js';
import { endsThat } from '../relationship-ends.js';
import type { Rule } from '../rule.js';

export const relationshipTypes: Rule = {
  id: 'plan/relationship-types',
  severity: 'error',
  summary: 'The source field of a relationship can never match its target.',
  explain:
    'A relationship finds the record whose target field equals the source field. A date or a bool never equals an id, and ' +
    'json and geolocation match nothing. Give the source field the type of the target: `number` for ids.',
  check({ plan }) {
    return endsThat('never', plan).map(({ relationship, type, target }) =>
      problem(`${relationship.path}.sourceField`, 'relationship-types-never-match', {
        name: relationship.sourceField,
        type,
        target,
      }),
    );
  },
};
