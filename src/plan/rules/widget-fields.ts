import { isObject, type Problem, problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { nearest } from '../../nearest.js';
import { type Fields, widgetsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';
import { widgetFields } from '../widget-fields.js';

const TYPES = ['text', 'number', 'color', 'select', 'checkbox', 'datetime'];

export const widgetFieldsRule: Rule = {
  id: 'connector/widget-fields',
  severity: 'error',
  summary: 'A field of a widget has an invalid key, type, options or condition.',
  explain:
    `People fill in the \`config_schema\` of a widget when they place it. The field types are ${TYPES.join(', ')}. A key is ` +
    'unique in the widget, a select has options, and `visible_when.field` names another field of the widget.',
  check: ({ integration }) =>
    widgetsOf(integration).flatMap((widget) => {
      const fields = widgetFields(widget);
      const keys = fields.flatMap(({ value: { key } }) => (typeof key === 'string' ? key : []));
      return [...fields.flatMap((field) => checkField(field, keys)), ...repeated(fields)];
    }),
};

function checkField({ path, value }: Placed<Fields>, keys: readonly string[]): Problem[] {
  const { key, type, options, visible_when: condition } = value;
  const problems: Problem[] = [];
  if (typeof key !== 'string' || key === '') {
    problems.push(problem(`${path}.key`, 'wrong-type', { expected: 'name' }));
  }
  if (!TYPES.includes(textOf(type))) problems.push(unknownType(`${path}.type`, type));
  if (
    type === 'select' &&
    value.remote === undefined &&
    !(Array.isArray(options) && options.length > 0)
  ) {
    problems.push(problem(`${path}.options`, 'widget-choices', {}));
  }
  if (isObject(condition) && !keys.includes(textOf(condition.field))) {
    const name = textOf(condition.field);
    const suggestion = nearest(name, keys);
    problems.push(
      problem(`${path}.visible_when.field`, 'unknown-widget-field', { name, suggestion }),
    );
  }
  return problems;
}

function unknownType(path: string, given: unknown): Problem {
  const type = textOf(given);
  if (type === '') return problem(path, 'wrong-type', { expected: 'name' });
  return problem(path, 'unknown-type', {
    type,
    of: 'widget field',
    known: TYPES,
    suggestion: nearest(type, TYPES),
  });
}

function repeated(fields: readonly Placed<Fields>[]): Problem[] {
  return repeats(fields, ({ value: { key } }) => (typeof key === 'string' ? key : '')).map(
    ({ item, first }) =>
      problem(`${item.path}.key`, 'duplicate', {
        name: textOf(item.value.key),
        of: 'key',
        first: first.path,
      }),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
