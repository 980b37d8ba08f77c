import { endsThat } from '../relationship-ends.js';
import type { Rule } from '../rule.js';

export const relationshipTypes: Rule = {
  id: 'plan/relationship-types',
  severity: 'error',
  summary: 'The field that a relationship starts from can never match its target.',
  explain:
    'A relationship finds the record whose target field has the value of the source field. A day is never the id of a ' +
    'contact, and a truth value no name; JSON and places match nothing. Give the source field the type of the target: ' +
    '`number` for ids.',
  check({ plan }) {
    return endsThat('never', plan).map(({ relationship, type, target }) => ({
      path: `${relationship.path}.sourceField`,
      message: `"${relationship.sourceField}" is of type ${type}, which never matches ${target}`,
    }));
  },
};
