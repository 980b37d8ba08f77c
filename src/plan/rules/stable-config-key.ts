import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { stableIdentity } from '../stable-identity.js';
import { suggester } from '../suggest.js';

export const stableConfigKey: Rule = {
  id: 'plan/stable-config-key',
  severity: 'error',
  summary: 'The stable key of a data source is not a key of its config.',
  explain:
    '`stableConfigKey` names the text or number in `config` that identifies the source, even after someone changes its label. ' +
    'Without that value, provisioning creates a renamed source again. Add the value, or correct the key.',
  check({ plan }) {
    const suggest = suggester();
    return plan.sources
      .filter((source) => source.stableConfigKey !== undefined)
      .filter((source) => stableIdentity(source) === undefined)
      .map(({ path, stableConfigKey: key = '', config = {} }) =>
        problem(`${path}.decl.stableConfigKey`, 'stable-config-key', {
          name: key,
          suggestion: suggest(key, Object.keys(config)),
        }),
      );
  },
};
