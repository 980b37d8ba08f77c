import { partOf } from '../parts.js';
import type { Rule } from '../rule.js';

const LAYOUTS = ['steps', 'fields', 'groups'];

export const configLayout: Rule = {
  id: 'connector/config-layout',
  severity: 'warning',
  summary: 'The settings form is laid out in more than one way.',
  explain:
    'A form is a wizard of `steps`, or flat `fields`, or `groups` of them. The sandbox shows all of them one after the ' +
    'other, but the platform documents one: what stands in the others may not be shown.',
  check({ integration }) {
    const schema = partOf(integration, 'configSchema');
    const [first, ...others] = LAYOUTS.filter((name) => partOf(schema, name) !== undefined);
    return others.map((name) => ({
      path: `configSchema.${name}`,
      message: `stands beside ${first}: a form has one of steps, fields and groups`,
      hint: `Move these fields into ${first}.`,
    }));
  },
};
