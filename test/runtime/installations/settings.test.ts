import { expect, it } from 'vitest';
import type { ConfigField } from '../../../src/connector/types.js';
import { isSensitive } from '../../../src/runtime/installations/settings.js';

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
