import { expect, it } from 'vitest';
import { lintWidget } from './lint-connector.js';

const render = (widget: Record<string, unknown>) =>
  lintWidget('connector/widget-render', { html_template: undefined, ...widget });

it.each([
  { render_type: 'image', image_url_template: 'https://a.example/{widget.id}.png' },
  { render_type: 'html', html_template: '<p></p>', css_template: 'p {}' },
  { render_type: 'html', render_mode: 'static', html_template: '<p></p>' },
  { render_type: 'html', render_mode: 'dynamic', renderer_key: 'spm_countdown' },
])('accepts %j', (widget) => {
  expect(render(widget)).toEqual([]);
});

it.each([
  [{ render_type: 'img' }, [`render_type: must be 'image' or 'html'`]],
  [{ render_type: undefined }, [`render_type: must be 'image' or 'html'`]],
  [
    { render_mode: 'statik' },
    [`render_mode: must be 'static' or 'dynamic'. Did you mean "static"?`],
  ],
  [{ render_type: 'image' }, ['image_url_template: is missing, and an image is made from it']],
  [{ render_type: 'html' }, ['html_template: is missing, and static html is made from it']],
  [
    { render_mode: 'dynamic', html_template: '<p></p>', css_template: 'p {}' },
    [
      'css_template: is not looked at: it belongs to an html_template',
      'html_template: is not looked at: dynamic html is made from renderer_key',
      'renderer_key: is missing, and dynamic html is made from it',
    ],
  ],
])('refuses %j', (widget, texts) => {
  expect(render(widget)).toEqual(texts);
});
