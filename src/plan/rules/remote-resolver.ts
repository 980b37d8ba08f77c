import { isObject, type Problem, problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import { configFieldsOf, entriesOf } from '../parts.js';
import type { Rule } from '../rule.js';

/** The name is part of the URL that the platform calls. */
const RESOURCE = /^[\w-]{1,64}$/;

export const remoteResolver: Rule = {
  id: 'connector/remote-resolver',
  severity: 'error',
  summary: 'A select gets its options from an unknown resolver, or from one with an invalid name.',
  explain:
    'While a merchant fills in the form, the platform asks the connector for `remote.resource`, and the function with that ' +
    'name in `remoteData` answers. Without it the select stays empty.',
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
    return [problem(path, 'wrong-type', { expected: 'resource' })];
  }
  if (resolvers.includes(resource)) return [];
  return [
    problem(path, 'unknown-resolver', {
      name: resource,
      example: keyText(resource),
      suggestion: nearest(resource, resolvers),
    }),
  ];
}

const keyText = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`);
