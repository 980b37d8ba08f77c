import { hinted } from '../../connector/problem.js';
import type { Rule } from '../rule.js';
import { stableIdentity } from '../stable-identity.js';
import { suggester } from '../suggest.js';

export const stableConfigKey: Rule = {
  id: 'plan/stable-config-key',
  severity: 'error',
  summary: 'The stable key of a data source names nothing in its config that could identify it.',
  explain:
    '`stableConfigKey` is the key of the `config` value, a text or a number, by which the source is found again when someone ' +
    'has changed its label. Without that value a renamed source is created a second time. Add the value, or correct the key.',
  check({ plan }) {
    const suggest = suggester();
    return plan.sources
      .filter((source) => source.stableConfigKey !== undefined)
      .filter((source) => stableIdentity(source) === undefined)
      .map(({ path, stableConfigKey: key = '', config = {} }) =>
        hinted(
          {
            path: `${path}.decl.stableConfigKey`,
            message: `"${key}" is not the key of a text or a number in \`config\``,
          },
          suggest(key, Object.keys(config)),
        ),
      );
  },
};
