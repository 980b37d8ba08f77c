import type { FormField } from '../../connector/config-schema.js';
import { isObject, type Problem, problem } from '../../connector/problem.js';
import { configFieldsOf } from '../parts.js';
import type { Rule } from '../rule.js';

/** Types whose values may be secrets. */
const TEXTS: readonly unknown[] = ['text', 'password', 'textarea', 'url'];
const SECRET = /pass(word|wd|phrase)|secret|token|api[\s_-]?key|private[\s_-]?key|credential/i;

export const configSecret: Rule = {
  id: 'connector/config-secret',
  severity: 'warning',
  summary: 'A secret of the settings form is not marked sensitive, or has a default.',
  explain:
    'A field with `sensitive: true` is stored encrypted and never logged. A field looks like a secret if its type is ' +
    '`password`, or if its key or label contains words such as "API key" or "token". Mark it, or write `sensitive: false`.',
  check({ integration }) {
    return configFieldsOf(integration)
      .filter(isSecret)
      .flatMap((item) => [...unmarked(item), ...withDefault(item)]);
  },
};

function isSecret({ key, field: { type, label, sensitive } }: FormField): boolean {
  if (typeof sensitive === 'boolean') return sensitive;
  const texts = [key, ...(isObject(label) ? Object.values(label) : [label])];
  return (
    type === 'password' ||
    (TEXTS.includes(type) && texts.some((text) => typeof text === 'string' && SECRET.test(text)))
  );
}

function unmarked({ path, key, field: { sensitive } }: FormField): Problem[] {
  if (sensitive === true) return [];
  return [problem(path, 'unmarked-secret', { name: key })];
}

function withDefault({ path, key, field }: FormField): Problem[] {
  if (field.default === undefined || field.default === null || field.default === '') return [];
  return [problem(`${path}.default`, 'secret-default', { name: key })];
}
