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
    'widgets[0]: wrong-type expected=widget',
    'widgets[1].key: wrong-type expected=name',
    'widgets[1].name: wrong-type expected=shown-text',
    'widgets[3].key: duplicate name=a of=key first=widgets[2]',
  ]);
});
