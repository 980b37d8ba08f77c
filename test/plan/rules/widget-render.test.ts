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
  [{ render_type: 'img' }, ['render_type: not-one-of']],
  [{ render_type: undefined }, ['render_type: not-one-of']],
  [{ render_mode: 'statik' }, ['render_mode: not-one-of suggestion=static']],
  [{ render_type: 'image' }, ['image_url_template: no-template kind=an image']],
  [{ render_type: 'html' }, ['html_template: no-template kind=static html']],
  [
    { render_mode: 'dynamic', html_template: '<p></p>', css_template: 'p {}' },
    [
      'css_template: unused-css',
      'html_template: unused-template kind=dynamic html needed=renderer_key',
      'renderer_key: no-template kind=dynamic html',
    ],
  ],
])('refuses %j', (widget, texts) => {
  expect(render(widget)).toEqual(texts);
});
