import { expect, it } from 'vitest';
import type { ConfigField } from '../../../src/connector/types.js';
import {
  isSecretKey,
  isSensitive,
  valuesByField,
} from '../../../src/runtime/installations/settings.js';

const field = (key: string, more: Partial<ConfigField> = {}): ConfigField => ({
  key,
  type: 'text',
  label: key,
  ...more,
});

it('takes a field as sensitive by its mark, its type or its name', () => {
  expect(isSensitive(field('pin', { sensitive: true }))).toBe(true);
  expect(isSensitive(field('pin', { type: 'password' }))).toBe(true);
  expect(isSensitive(field('api_key'))).toBe(true);
  expect(isSensitive(field('country'))).toBe(false);
});

it('knows the secrets of the ecosystem', () => {
  expect(['__access_token', '__inbound_secret', '__provisioning'].map(isSecretKey)).toEqual([
    true,
    true,
    false,
  ]);
});

it('has a value for each field, null where none was given', () => {
  const values = valuesByField([field('a'), field('b')], { a: false, other: 1 });
  expect(values).toEqual([
    ['a', false],
    ['b', null],
  ]);
});
