import { problem } from '../../connector/problem.js';
import { widgetsOf } from '../parts.js';
import type { Rule } from '../rule.js';

const SCRIPTS: readonly [RegExp, string][] = [
  [/<script\b/i, 'a script element'],
  [/<[a-z][^<>]{0,2000}?\son[a-z]+\s*=/i, 'an event handler'],
  [/\bjavascript:/i, 'a javascript: URL'],
];

export const widgetScript: Rule = {
  id: 'connector/widget-script',
  severity: 'warning',
  summary: 'The HTML of a widget has a script, which the platform removes.',
  explain:
    'The platform removes script elements, `on...` attributes and `javascript:` URLs from the HTML of a widget. For an ' +
    "interactive widget, use one of the platform's renderers.",
  check({ integration }) {
    return widgetsOf(integration).flatMap(({ path, value: { html_template: html } }) =>
      SCRIPTS.filter(([pattern]) => typeof html === 'string' && pattern.test(html)).map(
        ([, what]) => problem(`${path}.html_template`, 'script', { what }),
      ),
    );
  },
};
