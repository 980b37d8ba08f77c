import { hinted, isOneOf, type Problem } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
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
  summary: 'How a widget is rendered and the templates that it has do not agree.',
  explain:
    'An `image` is made from `image_url_template`, `html` that is `static` from `html_template` (with `css_template`), ' +
    "and `html` that is `dynamic` by the platform's renderer that `renderer_key` names. The others are not looked at.",
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
  const problem = {
    path: `${path}.${name}`,
    message: `must be ${known.map((one) => `'${one}'`).join(' or ')}`,
  };
  return [hinted(problem, typeof given === 'string' ? didYouMean(given, known) : undefined)];
}

function templates({ path, value }: Placed<Fields>): Problem[] {
  const needed = neededBy(value);
  const how = howOf(value);
  return [
    ...(isText(value[needed])
      ? []
      : [{ path: `${path}.${needed}`, message: `is missing, and ${how} is made from it` }]),
    ...TEMPLATES.filter((name) => name !== needed && value[name] !== undefined).map((name) => ({
      path: `${path}.${name}`,
      message: `is not looked at: ${how} is made from ${needed}`,
    })),
    ...unusedCss(path, value, needed),
  ];
}

function unusedCss(path: string, value: Fields, needed: Template): Problem[] {
  if (value.css_template === undefined || needed === 'html_template') return [];
  return [
    { path: `${path}.css_template`, message: 'is not looked at: it belongs to an html_template' },
  ];
}

function neededBy({ render_type: type, render_mode: mode }: Fields): Template {
  if (type === 'image') return 'image_url_template';
  return mode === 'dynamic' ? 'renderer_key' : 'html_template';
}

function howOf({ render_type: type, render_mode: mode }: Fields): string {
  if (type === 'image') return 'an image';
  return mode === 'dynamic' ? 'dynamic html' : 'static html';
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
