import { type Problem, problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import { configFieldsOf, type Fields, widgetsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';
import { widgetFields } from '../widget-fields.js';

const TEMPLATES = ['image_url_template', 'html_template', 'css_template'];
const PLACEHOLDER = /\{(widget|integration)\.([^{}\s]{1,200})\}/g;

export const widgetPlaceholder: Rule = {
  id: 'connector/widget-placeholder',
  severity: 'warning',
  summary: 'A placeholder of a widget has an unknown name.',
  explain:
    "`{widget.x}` stands for the field `x` in the widget's `config_schema`, and `{integration.x}` for the setting `x` of the " +
    'connector. A customer sees an unknown placeholder as it is written, or sees nothing.',
  check({ integration }) {
    const settings = configFieldsOf(integration).map(({ key }) => key);
    return widgetsOf(integration).flatMap((widget) => {
      const keys = widgetFields(widget).flatMap(({ value: { key } }) =>
        typeof key === 'string' ? key : [],
      );
      return placeholders(widget).flatMap((found) =>
        found.scope === 'widget' ? unknown(found, keys) : unknown(found, settings),
      );
    });
  },
};

interface Found {
  path: string;
  scope: string;
  name: string;
}

function placeholders({ path, value }: Placed<Fields>): Found[] {
  return TEMPLATES.flatMap((key) => {
    const template = value[key];
    if (typeof template !== 'string') return [];
    const names = new Set(
      [...template.matchAll(PLACEHOLDER)].map(([, scope, name]) => `${scope}.${name}`),
    );
    return [...names].map((text) => {
      const dot = text.indexOf('.');
      return { path: `${path}.${key}`, scope: text.slice(0, dot), name: text.slice(dot + 1) };
    });
  });
}

function unknown({ path, scope, name }: Found, known: readonly string[]): Problem[] {
  if (known.includes(name)) return [];
  return [problem(path, 'unknown-placeholder', { scope, name, suggestion: nearest(name, known) })];
}
