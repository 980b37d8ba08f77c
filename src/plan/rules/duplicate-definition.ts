import { repeats } from '../../connector/repeats.js';
import { canonicalName } from '../identity.js';
import type { Rule } from '../rule.js';

export const duplicateDefinition: Rule = {
  id: 'plan/duplicate-definition',
  severity: 'error',
  summary: 'Two custom-data definitions have the same name.',
  explain:
    'The platform compares names without regard to case, accents and trailing spaces, and provisioning without regard to ' +
    'leading ones. The second of two such definitions is refused. Give each a name of its own.',
  check({ plan }) {
    return repeats(plan.definitions, ({ name }) => comparable(name)).map(({ item, first }) => ({
      path: `${item.path}.name`,
      message: `"${item.name}" is the same name as that of ${first.path}`,
    }));
  },
};

/** As the database compares, and provisioning before it. */
function comparable(name: string): string {
  return canonicalName(name.normalize('NFD').replace(/\p{M}/gu, ''));
}
