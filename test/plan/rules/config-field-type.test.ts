import { expect, it } from 'vitest';
import { CONFIG_FIELD_TYPES } from '../../../src/connector/types.js';
import { lintFields } from './lint-connector.js';

const types = (...names: unknown[]) =>
  lintFields('connector/config-field-type', ...names.map((type) => ({ type })));

it('accepts every type there is, and leaves what is no text to another rule', () => {
  expect(types(...CONFIG_FIELD_TYPES, 1, null)).toEqual([]);
});

it.each([
  ['boolean', 'Write "checkbox".'],
  ['String', 'Write "text".'],
  ['pasword', 'Write "password".'],
  ['constructor', 'The types are text,'],
])('explains %s', (type, hint) => {
  expect(types(type)).toEqual([
    expect.stringContaining(`[0].type: "${type}" is not a type of field. ${hint}`),
  ]);
});
