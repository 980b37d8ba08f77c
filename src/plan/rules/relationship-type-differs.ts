import { problem } from '../../connector/problem.js';
import { endsThat } from '../relationship-ends.js';
import type { Rule } from '../rule.js';

export const relationshipTypeDiffers: Rule = {
  id: 'plan/relationship-type-differs',
  severity: 'warning',
  summary: 'A relationship compares a number with a text.',
  explain:
    'The ids of contacts and of custom records are numbers, so the fields that hold them should be numbers too. A text matches ' +
    'a number only if it is written exactly like it: "007" and "7.0" never match. Product ids can be texts or numbers. Give ' +
    'both ends the same type.',
  check({ plan }) {
    return endsThat('differs', plan).map(({ relationship, type, target, targetKinds }) =>
      problem(`${relationship.path}.sourceField`, 'relationship-types-differ', {
        name: relationship.sourceField,
        type,
        target,
        better: targetKinds[0] ?? '',
      }),
    );
  },
};
