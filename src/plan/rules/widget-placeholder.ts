import { hinted, type Problem } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { configFieldsOf, type Fields, widgetsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';
import { widgetFields } from '../widget-fields.js';

const TEMPLATES = ['image_url_template', 'html_template', 'css_template'];
const PLACEHOLDER = /\{(widget|integration)\.([^{}\s]{1,200})\}/g;

export const widgetPlaceholder: Rule = {
  id: 'connector/widget-placeholder',
  severity: 'warning',
  summary: 'A placeholder of a widget names something that nobody can fill in.',
  explain:
    "`{widget.x}` stands for the field `x` of the widget's own `config_schema`, `{integration.x}` for the setting `x` of " +
    'the connector. A name that is neither is shown as it stands, or as nothing.',
  check({ integration }) {
    const settings = configFieldsOf(integration).map(({ key }) => key);
    return widgetsOf(integration).flatMap((widget) => {
      const keys = widgetFields(widget).flatMap(({ value: { key } }) =>
        typeof key === 'string' ? key : [],
      );
      return placeholders(widget).flatMap((found) =>
        found.scope === 'widget'
          ? missing(found, keys, 'is not a field of the widget')
          : missing(found, settings, 'is not a setting of the connector'),
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

function missing({ path, scope, name }: Found, known: readonly string[], fault: string): Problem[] {
  if (known.includes(name)) return [];
  return [
    hinted({ path, message: `{${scope}.${name}}: "${name}" ${fault}` }, didYouMean(name, known)),
  ];
}
