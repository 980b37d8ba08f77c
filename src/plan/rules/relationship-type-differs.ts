import { endsThat } from '../relationship-ends.js';
import type { Rule } from '../rule.js';

export const relationshipTypeDiffers: Rule = {
  id: 'plan/relationship-type-differs',
  severity: 'warning',
  summary: 'A relationship compares a number with a text.',
  explain:
    'The ids of contacts and of custom records are numbers; so should be the fields that hold them. A text matches only when ' +
    'it is written exactly as the number is, and "007" or "7.0" match nothing. Product ids may be either, as in the ' +
    "documentation's examples. Give both ends the same type.",
  check({ plan }) {
    return endsThat('differs', plan).map(({ relationship, type, target, targetKinds }) => ({
      path: `${relationship.path}.sourceField`,
      message: `"${relationship.sourceField}" is of type ${type}, and compared with ${target}`,
      hint: `Make it of type ${targetKinds[0]}.`,
    }));
  },
};
