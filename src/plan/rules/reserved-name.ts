import type { Rule } from '../rule.js';

const RESERVED = '__proto__';

export const reservedName: Rule = {
  id: 'plan/reserved-name',
  severity: 'error',
  summary: 'A data source or a definition has a name that programs cannot keep ids under.',
  explain:
    `The ids of what is provisioned are kept under the keys of the data sources and the names of the definitions. \`${RESERVED}\` ` +
    'is no key of a JavaScript object but its prototype: the id would be lost, and everything that needs it would fail. ' +
    'Choose another name.',
  check({ plan: { sources, definitions } }) {
    return [
      ...sources.map(({ path, key }) => ({ path: `${path}.key`, name: key })),
      ...definitions.map(({ path, name }) => ({ path: `${path}.name`, name })),
    ]
      .filter(({ name }) => name === RESERVED)
      .map(({ path, name }) => ({ path, message: `"${name}" cannot be used as a name` }));
  },
};
