import { expect, it } from 'vitest';
import { lintFields } from './lint-connector.js';

const options = (field: Record<string, unknown>) => lintFields('connector/config-options', field);
const remote = { resource: 'stores', label_field: 'label', value_field: 'value' };
const A = { value: 'a', label: 'A' };

it.each([
  { type: 'text' },
  { type: 'select', options: [A, { value: 2, label: 'Two' }] },
  { type: 'multiselect', remote },
  { type: 'select', options: [], remote },
])('accepts %j', (field) => {
  expect(options(field)).toEqual([]);
});

it.each([
  [{ type: 'select' }, '[0]: no-choices type=select'],
  [{ type: 'multiselect', options: [] }, '[0].options: no-choices type=multiselect'],
  [{ type: 'text', options: [A] }, '[0].options: choices-without-select type=text'],
  [{ type: 'number', remote }, '[0].remote: choices-without-select type=number'],
  [
    { type: 'select', options: [A, { value: '2' }, { value: 2 }] },
    '[0].options[2].value: duplicate name=2 of=value',
  ],
])('refuses %j', (field, text) => {
  expect(options(field)).toEqual([expect.stringContaining(text)]);
});
