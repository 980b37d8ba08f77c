import { child } from '../../connector/path.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';
import { stableIdentity } from '../stable-identity.js';
import type { SourceView } from '../view.js';

export const duplicateStableValue: Rule = {
  id: 'plan/duplicate-stable-value',
  severity: 'error',
  summary: 'Two data sources have the same stable value in their config.',
  explain:
    'The value at `stableConfigKey` says which source of the shop this one is; two sources with one value are the same to ' +
    'provisioning, whatever their labels. Give each a value of its own, such as the id of the store.',
  check({ plan }) {
    return repeats(plan.sources, identity).map(({ item, first }) => ({
      path: child(`${item.path}.decl.config`, item.stableConfigKey ?? ''),
      message: `"${stableIdentity(item)}" identifies ${first.path} already`,
    }));
  },
};

function identity(source: SourceView): string {
  const value = stableIdentity(source);
  return value === undefined ? '' : JSON.stringify([source.stableConfigKey, value]);
}
