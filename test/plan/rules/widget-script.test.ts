import { expect, it } from 'vitest';
import { lintWidget } from './lint-connector.js';

const scripts = (html_template: unknown) =>
  lintWidget('connector/widget-script', { html_template });

it.each(['<p class="on">on = off</p>', '<a href="https://a.example/?online=1">x</a>', 1])(
  'accepts %j',
  (html) => {
    expect(scripts(html)).toEqual([]);
  },
);

it.each([
  ['<SCRIPT src="x"></SCRIPT>', 'a script element'],
  ['<img src="x" onerror="go()">', 'an event handler'],
  ['<a\nonclick = go()>x</a>', 'an event handler'],
  ['<a href="javascript:go()">x</a>', 'a javascript: URL'],
])('warns about %j', (html, what) => {
  expect(scripts(html)).toEqual([`html_template: script what=${what}`]);
});
