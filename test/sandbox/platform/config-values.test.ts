import { expect, it } from 'vitest';
import type { ConfigField } from '../../../src/connector/types.ts';
import { mergeConfigs } from '../../../src/sandbox/platform/config-values.ts';

const OPTIONS = [
  { value: 'a', label: 'A' },
  { value: 2, label: 'Two' },
];

function save(field: Omit<ConfigField, 'key' | 'label'>, value: unknown) {
  const schema = { fields: [{ key: 'it', label: 'It', ...field }] };
  return mergeConfigs(schema, {}, { it: value }).it;
}

const GOOD: [ConfigField['type'], Partial<ConfigField>, unknown][] = [
  ['text', { minLength: 2, maxLength: 3, pattern: '[a-z]+|9' }, 'abc'],
  ['password', {}, 'x'],
  ['textarea', {}, 'x\ny'],
  ['email', {}, 'ada@example.com'],
  ['url', {}, 'http://pos.example/x'],
  ['number', { min: 0, max: 1, step: 0.1 }, 0.3],
  ['number', { min: 1, step: 2 }, 3],
  ['number', {}, '12.5'],
  ['select', { options: OPTIONS }, 'a'],
  ['select', { options: OPTIONS }, '2'],
  ['select', {}, 'from the connector'],
  ['multiselect', { options: OPTIONS }, ['a', 2]],
  ['checkbox', {}, false],
  ['datetime', {}, '2026-01-02T03:04:05Z'],
  ['text', { minLength: 2 }, ''],
];
const BAD: [ConfigField['type'], Partial<ConfigField>, unknown, string][] = [
  ['text', {}, 1, 'must be a string'],
  ['text', { minLength: 2 }, 'a', 'must have at least 2 characters'],
  ['password', { maxLength: 2 }, 'abc', 'must have at most 2 characters'],
  ['text', { pattern: '[a-z]+|9' }, '9a', 'must match'],
  ['email', {}, 'ada', 'must be a valid email'],
  ['url', {}, 'javascript:alert(1)', 'must be an http or https URL'],
  ['number', {}, 'x', 'must be a number'],
  ['number', {}, ' ', 'must be a number'],
  ['number', {}, true, 'must be a number'],
  ['number', { min: 1 }, 0, 'must be at least 1'],
  ['number', { max: 1 }, 2, 'must be at most 1'],
  ['number', { step: 2 }, 3, 'must be in steps of 2'],
  ['select', { options: OPTIONS }, 'b', 'must be one of the options'],
  ['select', {}, {}, 'must be one of the options'],
  ['multiselect', { options: OPTIONS }, 'a', 'must be a list of the options'],
  ['multiselect', { options: OPTIONS }, ['b'], 'must be a list of the options'],
  ['checkbox', {}, 'true', 'must be a boolean'],
  ['datetime', {}, 'tomorrow', 'must be an ISO 8601 date'],
  ['constructor' as 'text', {}, {}, 'must be a text, a number, a boolean or a list of them'],
];

it.each(GOOD)('a %s %j takes %j', (type, more, value) => {
  expect(save({ type, ...more }, value)).toEqual(value);
});

it.each(BAD)('a %s %j does not take %j', (type, more, value, fault) => {
  expect(() => save({ type, ...more }, value)).toThrow(`configs.it ${fault}`);
});

it('is a flat map without a form, too', () => {
  const given = { a: 'x', b: 1, c: true, d: ['x', 1], e: null };
  const { e: _, ...kept } = given;
  expect(mergeConfigs(null, {}, given)).toEqual(kept);
  expect(() => mergeConfigs(null, {}, { a: {}, b: [[]] })).toThrow(/configs.a.*configs.b/);
});
