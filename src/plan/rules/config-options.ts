import type { FormField } from '../../connector/config-schema.js';
import type { Problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { configFieldsOf, objectsIn } from '../parts.js';
import type { Rule } from '../rule.js';

const CHOICES: readonly unknown[] = ['select', 'multiselect'];

export const configOptions: Rule = {
  id: 'connector/config-options',
  severity: 'error',
  summary: 'A select has no options, repeats one, or a field that is none has options.',
  explain:
    'A select offers the values of `options`, or what the resolver named by `remote` answers: with neither, the merchant ' +
    'has nothing to choose and cannot complete the step. Fields of other types do not look at them.',
  check({ integration }) {
    return configFieldsOf(integration).flatMap((item) =>
      CHOICES.includes(item.field.type) ? [...choice(item), ...repeated(item)] : elsewhere(item),
    );
  },
};

function choice({ path, field }: FormField): Problem[] {
  const { type, options, remote } = field;
  if (remote !== undefined || (options !== undefined && !isEmpty(options))) return [];
  return [
    {
      path: options === undefined ? path : `${path}.options`,
      message: `a ${type} needs options, or a remote to get them from`,
      hint: "Add `options: [{ value: '...', label: '...' }]`, or `remote` with a resolver in `remoteData`.",
    },
  ];
}

const isEmpty = (options: unknown): boolean => Array.isArray(options) && options.length === 0;

function repeated({ path, field }: FormField): Problem[] {
  const options = objectsIn(field, 'options', `${path}.options`);
  return repeats(options, ({ value: { value } }) => textOf(value)).map(({ item, first }) => ({
    path: `${item.path}.value`,
    message: `"${textOf(item.value.value)}" is already the value of ${first.path}`,
  }));
}

/** The platform compares them as texts. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function elsewhere({ path, field }: FormField): Problem[] {
  return ['options', 'remote'].flatMap((name) =>
    field[name] === undefined
      ? []
      : [
          {
            path: `${path}.${name}`,
            message: `a field of type "${field.type}" has no ${name}`,
            hint: "Write `type: 'select'`, or leave it out.",
          },
        ],
  );
}
