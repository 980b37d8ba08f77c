import { expect, it } from 'vitest';
import type { ConfigField } from '../../../src/connector/types.js';
import { mergeConfigs } from '../../../src/sandbox/platform/config-values.js';
import { lintFields } from './lint-connector.js';

const defaults = (field: Record<string, unknown>) => lintFields('connector/config-default', field);
const options = [{ value: 'a', label: 'A' }];

it.each([
  { type: 'text', default: 'x' },
  { type: 'number', default: 3, min: 1, step: 2 },
  { type: 'checkbox', default: false },
  { type: 'multiselect', default: ['a'], options },
  { type: 'text' },
  { type: 'number', default: '' },
  { type: 'text', default: null },
])('accepts %j', (field) => {
  expect(defaults(field)).toEqual([]);
});

it.each([
  [{ type: 'text', default: 1 }, 'must be a string'],
  [{ type: 'text', default: 'abc', maxLength: 2 }, 'must have at most 2 characters'],
  [{ type: 'text', default: 'fr', pattern: '[A-Z]{2}' }, 'must match [A-Z]{2}'],
  [{ type: 'number', default: 'x' }, 'must be a number'],
  [{ type: 'number', default: 9, max: 8 }, 'must be at most 8'],
  [{ type: 'checkbox', default: 'true' }, 'must be a boolean'],
  [{ type: 'select', default: 'b', options }, 'must be one of the options'],
  [{ type: 'email', default: 'ada' }, 'must be a valid email'],
  [{ type: 'datetime', default: 'tomorrow' }, 'must be an ISO 8601 date'],
])('refuses %j, as the platform does', (field, fault) => {
  expect(defaults(field)).toEqual([`[0].default: ${fault}`]);
  const form = { fields: [{ key: 'it', label: 'It', ...field } as ConfigField] };
  expect(() => mergeConfigs(form, {}, { it: field.default })).toThrow(fault);
});

it('leaves a field with other faults to their rules', () => {
  expect(defaults({ type: 'text', default: 'x', pattern: '(' })).toEqual([]);
  expect(defaults({ type: 'select', default: 'x', options: [null] })).toEqual([]);
});
