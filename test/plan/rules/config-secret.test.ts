import { expect, it } from 'vitest';
import { lintFields } from './lint-connector.js';

const secrets = (field: Record<string, unknown>) => lintFields('connector/config-secret', field);

it.each([
  { key: 'api_key', sensitive: true },
  { key: 'token_page', sensitive: false },
  { key: 'use_token', type: 'checkbox' },
  { key: 'url', type: 'url' },
  { type: 'password', sensitive: true, default: '' },
])('accepts %j', (field) => {
  expect(secrets(field)).toEqual([]);
});

it.each([
  { type: 'password' },
  { key: 'api_key' },
  { key: 'apiKey' },
  { key: 'webhook_secret' },
  { key: 'code', label: 'Access token' },
  { key: 'code', label: { fr: 'Code', en: 'Client secret' } },
])('warns about %j', (field) => {
  expect(secrets(field)).toEqual([expect.stringMatching(/^\[0\]: unmarked-secret name=/)]);
});

it('warns about a secret that every shop would share', () => {
  expect(secrets({ key: 'pin', sensitive: true, default: '0000' })).toEqual([
    '[0].default: secret-default name=pin',
  ]);
});
