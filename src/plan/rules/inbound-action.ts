import { type Problem, problem } from '../../connector/problem.js';
import { entriesOf } from '../parts.js';
import { plainName } from '../plain-name.js';
import type { Rule } from '../rule.js';

/** Characters that a URL does not encode. */
const SAFE = /^[A-Za-z0-9_.!~*'()-]+$/;

export const inboundAction: Rule = {
  id: 'connector/inbound-action',
  severity: 'error',
  summary: 'An inbound action has a name that its URL cannot contain.',
  explain:
    'The name of an action is part of the URL `POST /inbound/<action>`. An empty name, a slash or a character that a URL ' +
    'encodes leads elsewhere: use only letters, digits, "_" and "-".',
  check({ integration }) {
    return entriesOf(integration, 'inbound').flatMap(({ key, path }) => checkName(key, path));
  },
};

function checkName(name: string, path: string): Problem[] {
  if (name === '') return [problem('inbound', 'empty-action', {})];
  // A URL drops the parts "." and "..".
  if (SAFE.test(name) && name !== '.' && name !== '..') return [];
  const better = plainName(name);
  return [problem(path, 'url-unsafe', { name, better: better === '' ? undefined : better })];
}
