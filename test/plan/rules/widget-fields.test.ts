import { expect, it } from 'vitest';
import { lintWidget } from './lint-connector.js';

const fields = (config_schema: unknown) =>
  lintWidget('connector/widget-fields', { config_schema }).map((text) =>
    text.replace('config_schema.', ''),
  );

it('accepts fields wherever they stand, with what ShopiMind adds to them', () => {
  expect(
    fields({
      fields: [{ key: 'title', type: 'text', translatable: true, preview_value: 'x' }],
      groups: [{ fields: [{ key: 'kind', type: 'select', options: [{ value: 1 }] }] }],
      style_groups: [
        { fields: [{ key: 'tint', type: 'color', visible_when: { field: 'kind', in: [1] } }] },
      ],
    }),
  ).toEqual([]);
  expect(fields('none')).toEqual([]);
});

it.each([
  [{ type: 'text' }, 'fields[1].key: wrong-type expected=name'],
  [{ key: 'a', type: 'text' }, 'fields[1].key: duplicate name=a of=key first='],
  [
    { key: 'b', type: 'colour' },
    'fields[1].type: unknown-type type=colour of=widget field suggestion=color',
  ],
  [{ key: 'b' }, 'fields[1].type: wrong-type expected=name'],
  [{ key: 'b', type: 'select' }, 'fields[1].options: widget-choices'],
  [
    { key: 'b', type: 'text', visible_when: { field: 'c' } },
    'fields[1].visible_when.field: unknown-widget-field name=c',
  ],
])('refuses %j', (field, text) => {
  expect(fields({ fields: [{ key: 'a', type: 'text' }, field] })).toEqual([
    expect.stringContaining(text),
  ]);
});
