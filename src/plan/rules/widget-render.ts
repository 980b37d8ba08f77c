import { isOneOf, type Problem, problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import { type Fields, widgetsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';

type Template = 'image_url_template' | 'html_template' | 'renderer_key';

const TYPES = ['image', 'html'];
const MODES = ['static', 'dynamic'];
const TEMPLATES: readonly Template[] = ['image_url_template', 'html_template', 'renderer_key'];

export const widgetRender: Rule = {
  id: 'connector/widget-render',
  severity: 'error',
  summary: 'A widget has the wrong template for the way it is rendered.',
  explain:
    'An `image` is made from `image_url_template`, static `html` from `html_template` and `css_template`, and dynamic `html` ' +
    'by the renderer of the platform that `renderer_key` names. The platform ignores the other templates.',
  check({ integration }) {
    return widgetsOf(integration).flatMap((widget) => {
      const wrong = [
        ...oneOf(widget, 'render_type', TYPES),
        ...oneOf(widget, 'render_mode', MODES),
      ];
      return wrong.length > 0 ? wrong : templates(widget);
    });
  },
};

function oneOf({ path, value }: Placed<Fields>, name: string, known: readonly string[]): Problem[] {
  const given = value[name];
  if (isOneOf(given, known) || (name === 'render_mode' && given === undefined)) return [];
  const suggestion = typeof given === 'string' ? nearest(given, known) : undefined;
  return [problem(`${path}.${name}`, 'not-one-of', { known, suggestion })];
}

function templates({ path, value }: Placed<Fields>): Problem[] {
  const needed = neededBy(value);
  const kind = kindOf(value);
  return [
    ...(isText(value[needed]) ? [] : [problem(`${path}.${needed}`, 'no-template', { kind })]),
    ...TEMPLATES.filter((name) => name !== needed && value[name] !== undefined).map((name) =>
      problem(`${path}.${name}`, 'unused-template', { kind, needed }),
    ),
    ...unusedCss(path, value, needed),
  ];
}

function unusedCss(path: string, value: Fields, needed: Template): Problem[] {
  if (value.css_template === undefined || needed === 'html_template') return [];
  return [problem(`${path}.css_template`, 'unused-css', {})];
}

function neededBy({ render_type: type, render_mode: mode }: Fields): Template {
  if (type === 'image') return 'image_url_template';
  return mode === 'dynamic' ? 'renderer_key' : 'html_template';
}

function kindOf({ render_type: type, render_mode: mode }: Fields): string {
  if (type === 'image') return 'an image';
  return mode === 'dynamic' ? 'dynamic html' : 'static html';
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
