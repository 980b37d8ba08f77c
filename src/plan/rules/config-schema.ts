import { checkConfigSchema } from '../../connector/config-schema.js';
import { isObject } from '../../connector/problem.js';
import { partOf } from '../parts.js';
import type { Rule } from '../rule.js';

/** What `connector/shape` tells already: each of them is a list. */
const LISTS = ['steps', 'groups', 'fields'];

export const configSchema: Rule = {
  id: 'connector/config-schema',
  severity: 'error',
  summary: 'The settings form is malformed or uses a key twice.',
  explain:
    'The platform refuses a form with these faults, and so does the sandbox. A step without a `key` has its place, ' +
    'counted from 0, as its key; the settings are one flat map, so a field key is unique in the whole form.',
  check({ integration }) {
    const schema = partOf(integration, 'configSchema');
    if (!isObject(schema)) return [];
    return checkConfigSchema(schema)
      .filter(({ path }) => !LISTS.includes(path))
      .map((problem) => ({ ...problem, path: `configSchema.${problem.path}` }));
  },
};
