import { isObject, type Problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { partOf, widgetsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const widgetKey: Rule = {
  id: 'connector/widget-key',
  severity: 'error',
  summary: 'A widget has no key or name of its own.',
  explain:
    'A widget is stored by its `key` in the e-mails and pop-ups that use it, and found by its `name` in the editor. ' +
    'Changing a key later takes the widget out of where it is used.',
  check({ integration }) {
    const widgets = widgetsOf(integration);
    return [
      ...noObjects(partOf(integration, 'widgets')),
      ...widgets.flatMap(({ path, value: { key, name } }) => [
        ...(isText(key)
          ? []
          : [{ path: `${path}.key`, message: 'must be a text that is not empty' }]),
        ...(isName(name)
          ? []
          : [{ path: `${path}.name`, message: 'must be a text, or one for each language' }]),
      ]),
      ...repeats(widgets, ({ value: { key } }) => (isText(key) ? key : '')).map(
        ({ item, first }) => ({
          path: `${item.path}.key`,
          message: `"${item.value.key}" is already the key of ${first.path}`,
        }),
      ),
    ];
  },
};

function noObjects(widgets: unknown): Problem[] {
  if (!Array.isArray(widgets)) return [];
  return widgets.flatMap((widget: unknown, index) =>
    isObject(widget) ? [] : [{ path: `widgets[${index}]`, message: 'must be a widget' }],
  );
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '';

function isName(value: unknown): boolean {
  const texts = isObject(value) ? Object.values(value) : [value];
  return texts.length > 0 && texts.every(isText);
}
