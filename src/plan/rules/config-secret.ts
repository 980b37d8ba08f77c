import type { FormField } from '../../connector/config-schema.js';
import { isObject, type Problem } from '../../connector/problem.js';
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
    'What is marked `sensitive: true` is stored encrypted and left out of every log. A field counts as a secret by its ' +
    'type `password`, or by a key or label such as "API key" or "token"; one that is none says `sensitive: false`.',
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
  return [
    {
      path,
      message: `"${key}" looks like a secret, and is not marked as one`,
      hint: 'Add `sensitive: true`, or `sensitive: false` when it is none.',
    },
  ];
}

function withDefault({ path, key, field }: FormField): Problem[] {
  if (field.default === undefined || field.default === null || field.default === '') return [];
  return [
    {
      path: `${path}.default`,
      message: `the secret "${key}" has a default: every shop would share it, and it is in the source`,
      hint: 'Leave the default out.',
    },
  ];
}
