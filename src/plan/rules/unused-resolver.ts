import { isObject, problem } from '../../connector/problem.js';
import { configFieldsOf, entriesOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const unusedResolver: Rule = {
  id: 'connector/unused-resolver',
  severity: 'warning',
  summary: 'No field of the settings form uses a resolver of remoteData.',
  explain:
    'The platform calls the resolvers that the fields of the form name in `remote.resource`. It never calls any other. Remove ' +
    'the resolver, or add `remote` to its field.',
  check({ integration }) {
    const used = configFieldsOf(integration).map(({ field: { remote } }) =>
      isObject(remote) ? remote.resource : undefined,
    );
    return entriesOf(integration, 'remoteData')
      .filter(({ key }) => !used.includes(key))
      .map(({ path, key }) => problem(path, 'unused-resolver', { name: key }));
  },
};
