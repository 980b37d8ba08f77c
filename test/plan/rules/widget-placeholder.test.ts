import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const placeholders = (html_template: unknown) =>
  lintConnector('connector/widget-placeholder', {
    configSchema: { fields: [{ key: 'account', type: 'text', owner: 'integrator' }] },
    widgets: [{ html_template, config_schema: { fields: [{ key: 'title', type: 'text' }] } }],
  });

it.each([
  '<p>{widget.title} {integration.account} {var=contact.email} {LANG_HELLO}</p>',
  '{widget.} {widget title} {other.x}',
  undefined,
])('accepts %j', (html) => {
  expect(placeholders(html)).toEqual([]);
});

it('warns about each name once', () => {
  expect(placeholders('{widget.titel}{widget.titel}{integration.acount}{widget.x}')).toEqual([
    'widgets[0].html_template: unknown-placeholder scope=widget name=titel suggestion=title',
    'widgets[0].html_template: unknown-placeholder scope=integration name=acount suggestion=account',
    'widgets[0].html_template: unknown-placeholder scope=widget name=x',
  ]);
});
