import { expect, it } from 'vitest';
import { lintConnector, lintWidget } from './lint-connector.js';

const RULE = 'connector/https-url';

it('accepts https, and none', () => {
  expect(lintConnector(RULE, { meta: { icon_url: 'https://a.example/i.png' } })).toEqual([]);
  expect(lintWidget(RULE, { preview_image_url: 'https://a.example/p.png' })).toEqual([]);
});

it.each(['http://a.example/i.png', '/i.png', 'https://', 1, null])('warns about %j', (url) => {
  expect(lintConnector(RULE, { meta: { icon_url: url, documentation_url: url } })).toEqual([
    'meta.documentation_url: wrong-type expected=https-url',
    'meta.icon_url: wrong-type expected=https-url',
  ]);
  expect(lintWidget(RULE, { preview_image_url: url })).toHaveLength(1);
});
