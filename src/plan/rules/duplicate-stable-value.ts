import { child } from '../../connector/path.js';
import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';
import { stableIdentity } from '../stable-identity.js';
import type { SourceView } from '../view.js';

export const duplicateStableValue: Rule = {
  id: 'plan/duplicate-stable-value',
  severity: 'error',
  summary: 'Two data sources have the same stable value in their config.',
  explain:
    'The value at `stableConfigKey` identifies the source on the shop, so provisioning takes two sources with the same value ' +
    'for one, whatever their labels. Change one of the values; the id of the store is a good choice.',
  check({ plan }) {
    return repeats(plan.sources, identity).map(({ item, first }) =>
      problem(child(`${item.path}.decl.config`, item.stableConfigKey ?? ''), 'duplicate', {
        name: String(stableIdentity(item)),
        of: 'stable value',
        first: first.path,
      }),
    );
  },
};

function identity(source: SourceView): string {
  const value = stableIdentity(source);
  return value === undefined ? '' : JSON.stringify([source.stableConfigKey, value]);
}
