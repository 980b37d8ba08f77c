import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const keys = (...widgets: unknown[]) => lintConnector('connector/widget-key', { widgets });

it('accepts keys of their own', () => {
  expect(keys({ key: 'a', name: 'A' }, { key: 'b', name: { fr: 'B' } })).toEqual([]);
});

it('refuses what has none', () => {
  expect(
    keys(null, { key: ' ', name: {} }, { key: 'a', name: 'A' }, { key: 'a', name: 'B' }),
  ).toEqual([
    'widgets[0]: must be a widget',
    'widgets[1].key: must be a text that is not empty',
    'widgets[1].name: must be a text, or one for each language',
    'widgets[3].key: "a" is already the key of widgets[2]',
  ]);
});
