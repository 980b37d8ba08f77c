import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { canonicalName } from '../identity.js';
import type { Rule } from '../rule.js';

export const duplicateDefinition: Rule = {
  id: 'plan/duplicate-definition',
  severity: 'error',
  summary: 'Two custom-data definitions have the same name.',
  explain:
    'Names that differ only in case, accents or spaces around them are the same name. The platform rejects the second ' +
    'definition. Rename one of the two.',
  check({ plan }) {
    return repeats(plan.definitions, ({ name }) => comparable(name)).map(({ item, first }) =>
      problem(`${item.path}.name`, 'duplicate-definition', { name: item.name, first: first.path }),
    );
  },
};

/** Names that are equal here are equal for the database or for provisioning. */
function comparable(name: string): string {
  return canonicalName(name.normalize('NFD').replace(/\p{M}/gu, ''));
}
