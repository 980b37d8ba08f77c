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
  [{ type: 'text' }, 'fields[1].key: must be a text that is not empty'],
  [{ key: 'a', type: 'text' }, 'fields[1].key: "a" is already the key of'],
  [{ key: 'b', type: 'colour' }, 'fields[1].type: is not a type of field. Write "color".'],
  [{ key: 'b' }, 'fields[1].type: is not a type of field. The types are'],
  [{ key: 'b', type: 'select' }, 'fields[1].options: a select needs options'],
  [
    { key: 'b', type: 'text', visible_when: { field: 'c' } },
    'fields[1].visible_when.field: "c" is not a field of the widget',
  ],
])('refuses %j', (field, text) => {
  expect(fields({ fields: [{ key: 'a', type: 'text' }, field] })).toEqual([
    expect.stringContaining(text),
  ]);
});
