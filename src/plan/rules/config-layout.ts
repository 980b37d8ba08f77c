import { problem } from '../../connector/problem.js';
import { partOf } from '../parts.js';
import type { Rule } from '../rule.js';

const LAYOUTS = ['steps', 'fields', 'groups'];

export const configLayout: Rule = {
  id: 'connector/config-layout',
  severity: 'warning',
  summary: 'The settings form has more than one layout.',
  explain:
    'A form is a wizard of `steps`, or a flat list of `fields`, or `groups` of fields. The sandbox shows all of them, but ' +
    'the platform documents only one: it may not show the fields of the others.',
  check({ integration }) {
    const schema = partOf(integration, 'configSchema');
    const [first, ...others] = LAYOUTS.filter((name) => partOf(schema, name) !== undefined);
    return others.map((name) =>
      problem(`configSchema.${name}`, 'second-layout', { first: first ?? '' }),
    );
  },
};
