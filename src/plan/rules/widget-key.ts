import { isObject, type Problem, problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { partOf, widgetsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const widgetKey: Rule = {
  id: 'connector/widget-key',
  severity: 'error',
  summary: 'A widget has no key or no name, or the key of another widget.',
  explain:
    'E-mails and pop-ups refer to a widget by its `key`, and people find it by its `name` in the editor. If you change a key ' +
    'later, the widget disappears from the e-mails and pop-ups that use it.',
  check({ integration }) {
    const widgets = widgetsOf(integration);
    return [
      ...noObjects(partOf(integration, 'widgets')),
      ...widgets.flatMap(({ path, value: { key, name } }) => [
        ...(isText(key) ? [] : [problem(`${path}.key`, 'wrong-type', { expected: 'name' })]),
        ...(isName(name)
          ? []
          : [problem(`${path}.name`, 'wrong-type', { expected: 'shown-text' })]),
      ]),
      ...repeats(widgets, ({ value: { key } }) => (isText(key) ? key : '')).map(({ item, first }) =>
        problem(`${item.path}.key`, 'duplicate', {
          name: String(item.value.key),
          of: 'key',
          first: first.path,
        }),
      ),
    ];
  },
};

function noObjects(widgets: unknown): Problem[] {
  if (!Array.isArray(widgets)) return [];
  return widgets.flatMap((widget: unknown, index) =>
    isObject(widget) ? [] : [problem(`widgets[${index}]`, 'wrong-type', { expected: 'widget' })],
  );
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '';

function isName(value: unknown): boolean {
  const texts = isObject(value) ? Object.values(value) : [value];
  return texts.length > 0 && texts.every(isText);
}
