import { expect, it } from 'vitest';
import { CONFIG_FIELD_TYPES } from '../../../src/connector/types.js';
import { lintFields } from './lint-connector.js';

const types = (...names: unknown[]) =>
  lintFields('connector/config-field-type', ...names.map((type) => ({ type })));

it('accepts every type there is, and leaves what is no text to another rule', () => {
  expect(types(...CONFIG_FIELD_TYPES, 1, null)).toEqual([]);
});

it.each([
  ['boolean', ' suggestion=checkbox'],
  ['String', ' suggestion=text'],
  ['pasword', ' suggestion=password'],
  ['constructor', ''],
])('explains %s', (type, hint) => {
  expect(types(type)).toEqual([`[0].type: unknown-type type=${type} of=settings field${hint}`]);
});
