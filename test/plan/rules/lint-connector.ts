import { integration } from '../../connector/fixtures.js';
import { lintWith } from './lint-with.js';

/** The findings of a rule in a complete connector with these parts, of any type. */
export function lintConnector(rule: string, parts: Record<string, unknown>): string[] {
  return lintWith(rule, { integration: { ...integration(), ...parts } });
}

/** The findings for fields of the settings form; places are relative to `configSchema.fields`. */
export function lintFields(rule: string, ...fields: Record<string, unknown>[]): string[] {
  const complete = fields.map((field, index) => ({
    key: `field${index}`,
    type: 'text',
    label: 'Field',
    ...field,
  }));
  return lintConnector(rule, { configSchema: { fields: complete } }).map((text) =>
    text.replace(/^configSchema\.fields/, ''),
  );
}

/** The findings for one widget; places are relative to it. */
export function lintWidget(rule: string, widget: Record<string, unknown>): string[] {
  const complete = {
    key: 'points',
    name: 'Points',
    targets: ['popup'],
    render_type: 'html',
    html_template: '<p></p>',
    ...widget,
  };
  return lintConnector(rule, { widgets: [complete] }).map((text) =>
    text.replace(/^widgets\[0\]\.?/, ''),
  );
}
