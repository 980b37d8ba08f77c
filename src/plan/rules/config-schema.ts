import { checkConfigSchema } from '../../connector/config-schema.js';
import { isObject } from '../../connector/problem.js';
import { partOf } from '../parts.js';
import type { Rule } from '../rule.js';

/** `connector/shape` checks that each of these is a list. */
const LISTS = ['steps', 'groups', 'fields'];

export const configSchema: Rule = {
  id: 'connector/config-schema',
  severity: 'error',
  summary: 'The settings form is malformed or uses a key twice.',
  explain:
    'The platform and the sandbox reject such a form. The settings are one flat map, so the key of a field must be unique ' +
    'in the whole form. The key of a step without a `key` is its position, counted from 0.',
  check({ integration }) {
    const schema = partOf(integration, 'configSchema');
    if (!isObject(schema)) return [];
    return checkConfigSchema(schema)
      .filter(({ path }) => !LISTS.includes(path))
      .map((problem) => ({ ...problem, path: `configSchema.${problem.path}` }));
  },
};
