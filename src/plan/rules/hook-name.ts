import { problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import { entriesOf } from '../parts.js';
import type { Rule } from '../rule.js';

const HOOKS = ['onInstall', 'onActivate', 'onDeactivate', 'onUninstall', 'onConfigUpdated'];

export const hookName: Rule = {
  id: 'connector/hook-name',
  severity: 'warning',
  summary: 'A hook has an unknown name.',
  explain: `The hooks are ${HOOKS.join(', ')}. A function with any other name is never called.`,
  check({ integration }) {
    return entriesOf(integration, 'hooks')
      .filter(({ key }) => !HOOKS.includes(key))
      .map(({ path, key }) =>
        problem(path, 'unknown-hook', { name: key, known: HOOKS, suggestion: nearest(key, HOOKS) }),
      );
  },
};
