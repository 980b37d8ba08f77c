import { hinted, type Problem } from '../../connector/problem.js';
import { entriesOf } from '../parts.js';
import { plainName } from '../plain-name.js';
import type { Rule } from '../rule.js';

/** Characters that stay as they are in a part of a URL. */
const SAFE = /^[A-Za-z0-9_.!~*'()-]+$/;

export const inboundAction: Rule = {
  id: 'connector/inbound-action',
  severity: 'error',
  summary: 'An inbound action cannot be reached at its address.',
  explain:
    'An action is called at `POST /inbound/<action>`. A name that is empty, has a slash, or needs URL encoding is ' +
    'another address, or none: use letters, digits, "_" and "-".',
  check({ integration }) {
    return entriesOf(integration, 'inbound').flatMap(({ key, path }) => checkName(key, path));
  },
};

function checkName(name: string, path: string): Problem[] {
  if (name === '') return [{ path: 'inbound', message: 'the name of an action must not be empty' }];
  // A URL drops the parts "." and "..".
  if (SAFE.test(name) && name !== '.' && name !== '..') return [];
  const better = plainName(name);
  const message = `"${name}" does not survive as a part of a URL`;
  return [hinted({ path, message }, better === '' ? undefined : `Write "${better}".`)];
}
