import type { FormField } from '../../connector/config-schema.js';
import { type Problem, problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { configFieldsOf, objectsIn } from '../parts.js';
import type { Rule } from '../rule.js';

const CHOICES: readonly unknown[] = ['select', 'multiselect'];

export const configOptions: Rule = {
  id: 'connector/config-options',
  severity: 'error',
  summary: 'A select has no options or repeats one, or a field of another type has options.',
  explain:
    'A select offers the values of `options`, or those that the resolver in `remote` returns. Without either, the merchant ' +
    'has nothing to choose and cannot complete the step. Fields of other types ignore both.',
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
    problem(options === undefined ? path : `${path}.options`, 'no-choices', { type: String(type) }),
  ];
}

const isEmpty = (options: unknown): boolean => Array.isArray(options) && options.length === 0;

function repeated({ path, field }: FormField): Problem[] {
  const options = objectsIn(field, 'options', `${path}.options`);
  return repeats(options, ({ value: { value } }) => textOf(value)).map(({ item, first }) =>
    problem(`${item.path}.value`, 'duplicate', {
      name: textOf(item.value.value),
      of: 'value',
      first: first.path,
    }),
  );
}

/** The platform compares the values as texts. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function elsewhere({ path, field }: FormField): Problem[] {
  return ['options', 'remote'].flatMap((name) =>
    field[name] === undefined
      ? []
      : [problem(`${path}.${name}`, 'choices-without-select', { type: String(field.type) })],
  );
}
