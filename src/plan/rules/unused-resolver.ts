import { isObject } from '../../connector/problem.js';
import { configFieldsOf, entriesOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const unusedResolver: Rule = {
  id: 'connector/unused-resolver',
  severity: 'warning',
  summary: 'No field of the settings form uses a resolver of remoteData.',
  explain:
    'The platform asks for the resources that the fields of the form name in `remote.resource`. A resolver that none ' +
    'names is never called: either it is left over, or a field lost its `remote`.',
  check({ integration }) {
    const used = configFieldsOf(integration).map(({ field: { remote } }) =>
      isObject(remote) ? remote.resource : undefined,
    );
    return entriesOf(integration, 'remoteData')
      .filter(({ key }) => !used.includes(key))
      .map(({ path, key }) => ({
        path,
        message: `no field of the form has the remote resource "${key}"`,
      }));
  },
};
