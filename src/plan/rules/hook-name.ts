import { hinted } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { entriesOf } from '../parts.js';
import type { Rule } from '../rule.js';

const HOOKS = ['onInstall', 'onActivate', 'onDeactivate', 'onUninstall', 'onConfigUpdated'];

export const hookName: Rule = {
  id: 'connector/hook-name',
  severity: 'warning',
  summary: 'A hook has a name that no event of the lifecycle calls.',
  explain: `The hooks are ${HOOKS.join(', ')}. A function of another name is never called here.`,
  check({ integration }) {
    return entriesOf(integration, 'hooks')
      .filter(({ key }) => !HOOKS.includes(key))
      .map(({ path, key }) => {
        const hint = didYouMean(key, HOOKS) ?? `The hooks are ${HOOKS.join(', ')}.`;
        return hinted({ path, message: `"${key}" is not a hook, and is never called` }, hint);
      });
  },
};
