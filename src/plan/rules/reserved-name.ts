import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

const RESERVED = '__proto__';

export const reservedName: Rule = {
  id: 'plan/reserved-name',
  severity: 'error',
  summary: 'A data source or a definition has a reserved name.',
  explain:
    `Provisioning keeps ids by the key of a data source or the name of a definition. In JavaScript \`${RESERVED}\` is the ` +
    'prototype of an object and cannot be a key, so the id would be lost. Choose another name.',
  check({ plan: { sources, definitions } }) {
    return [
      ...sources.map(({ path, key }) => ({ path: `${path}.key`, name: key })),
      ...definitions.map(({ path, name }) => ({ path: `${path}.name`, name })),
    ]
      .filter(({ name }) => name === RESERVED)
      .map(({ path, name }) => problem(path, 'reserved-name', { name }));
  },
};
