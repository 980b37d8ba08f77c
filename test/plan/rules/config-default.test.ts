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
  [{ type: 'text', default: 1 }, 'setting-value fault=string'],
  [{ type: 'text', default: 'abc', maxLength: 2 }, 'setting-value fault=max-length limit=2'],
  [
    { type: 'text', default: 'fr', pattern: '[A-Z]{2}' },
    'setting-value fault=pattern limit=[A-Z]{2}',
  ],
  [{ type: 'number', default: 'x' }, 'setting-value fault=number'],
  [{ type: 'number', default: 9, max: 8 }, 'setting-value fault=max limit=8'],
  [{ type: 'checkbox', default: 'true' }, 'setting-value fault=boolean'],
  [{ type: 'select', default: 'b', options }, 'setting-value fault=option'],
  [{ type: 'email', default: 'ada' }, 'setting-value fault=email'],
  [{ type: 'datetime', default: 'tomorrow' }, 'setting-value fault=date'],
])('refuses %j, as the platform does', (field, fault) => {
  expect(defaults(field)).toEqual([`[0].default: ${fault}`]);
  const form = { fields: [{ key: 'it', label: 'It', ...field } as ConfigField] };
  expect(() => mergeConfigs(form, {}, { it: field.default })).toThrow('it must');
});

it('leaves a field with other faults to their rules', () => {
  expect(defaults({ type: 'text', default: 'x', pattern: '(' })).toEqual([]);
  expect(defaults({ type: 'select', default: 'x', options: [null] })).toEqual([]);
});
