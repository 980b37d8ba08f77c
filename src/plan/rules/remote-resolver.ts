import { hinted, isObject, type Problem } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { configFieldsOf, entriesOf } from '../parts.js';
import type { Rule } from '../rule.js';

/** It stands in the URL that the platform asks. */
const RESOURCE = /^[\w-]{1,64}$/;

export const remoteResolver: Rule = {
  id: 'connector/remote-resolver',
  severity: 'error',
  summary: 'A select gets its options from a resolver that does not exist or cannot be asked.',
  explain:
    'The platform asks the connector for `remote.resource` while the merchant fills in the form; `remoteData` has the ' +
    'function of that name which answers. Without one the select stays empty.',
  check({ integration }) {
    const resolvers = entriesOf(integration, 'remoteData').map(({ key }) => key);
    return configFieldsOf(integration).flatMap(({ path, field: { remote } }) =>
      isObject(remote) && typeof remote.resource === 'string'
        ? checkResource(remote.resource, `${path}.remote.resource`, resolvers)
        : [],
    );
  },
};

function checkResource(resource: string, path: string, resolvers: readonly string[]): Problem[] {
  if (!RESOURCE.test(resource)) {
    return [{ path, message: 'must be 1 to 64 letters, digits, "-" and "_"' }];
  }
  if (resolvers.includes(resource)) return [];
  const message = `"${resource}" is not a resolver of remoteData`;
  const hint =
    didYouMean(resource, resolvers) ??
    `Add \`remoteData: { ${keyText(resource)}: async (ctx) => [...] }\`.`;
  return [hinted({ path, message }, hint)];
}

const keyText = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`);
