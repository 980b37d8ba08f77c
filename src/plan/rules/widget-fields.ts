import { hinted, isObject, type Problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { didYouMean, nearest } from '../../nearest.js';
import { type Fields, widgetsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';
import { widgetFields } from '../widget-fields.js';

const TYPES = ['text', 'number', 'color', 'select', 'checkbox', 'datetime'];

export const widgetFieldsRule: Rule = {
  id: 'connector/widget-fields',
  severity: 'error',
  summary:
    'A field of a widget is malformed: its key, its type, its options, or what it is shown with.',
  explain:
    `Whoever places a widget fills in its \`config_schema\`. The types of its fields are ${TYPES.join(', ')}; a key is ` +
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
    problems.push({ path: `${path}.key`, message: 'must be a text that is not empty' });
  }
  if (!TYPES.includes(textOf(type))) problems.push(unknownType(`${path}.type`, type));
  if (
    type === 'select' &&
    value.remote === undefined &&
    !(Array.isArray(options) && options.length > 0)
  ) {
    problems.push({ path: `${path}.options`, message: 'a select needs options' });
  }
  if (isObject(condition) && !keys.includes(textOf(condition.field))) {
    const name = textOf(condition.field);
    const problem = {
      path: `${path}.visible_when.field`,
      message: `"${name}" is not a field of the widget`,
    };
    problems.push(hinted(problem, didYouMean(name, keys)));
  }
  return problems;
}

function unknownType(path: string, type: unknown): Problem {
  const known = nearest(textOf(type), TYPES);
  const hint = known === undefined ? `The types are ${TYPES.join(', ')}.` : `Write "${known}".`;
  return { path, message: 'is not a type of field', hint };
}

function repeated(fields: readonly Placed<Fields>[]): Problem[] {
  return repeats(fields, ({ value: { key } }) => (typeof key === 'string' ? key : '')).map(
    ({ item, first }) => ({
      path: `${item.path}.key`,
      message: `"${item.value.key}" is already the key of ${first.path}`,
    }),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
