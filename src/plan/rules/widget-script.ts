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
  summary: 'The HTML of a widget has scripts, which the platform takes away.',
  explain:
    'The platform renders a widget itself, and sanitises its HTML: script elements, `on...` attributes and `javascript:` ' +
    "URLs are gone in what the customer sees. What needs to move is made by one of the platform's renderers.",
  check({ integration }) {
    return widgetsOf(integration).flatMap(({ path, value: { html_template: html } }) =>
      SCRIPTS.filter(([pattern]) => typeof html === 'string' && pattern.test(html)).map(
        ([, what]) => ({
          path: `${path}.html_template`,
          message: `has ${what}, which is taken away`,
          hint: "Use a dynamic widget with the platform's `renderer_key`, or do without it.",
        }),
      ),
    );
  },
};
