import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../src/cli/secrets.js';

describe('secrets of the environment', () => {
  it('are the values of our own variables, and each key of a ring', () => {
    const env = { SPM_ACCESS_TOKEN: 'token-one', SPM_CREDENTIALS_KEY: 'key-a, key-b', OTHER: 'x' };
    expect(secretsOf(env)).toEqual(['token-one', 'token-one', 'key-a, key-b', 'key-a', 'key-b']);
    expect(secretsOf({ SPM_ADMIN_TOKEN: '' })).toEqual([]);
  });

  it.each([
    ['PARTNER_API_KEY', 'pk-live-4711-0815', true],
    ['DB_PASSWORD', 'correct4horse9battery', true],
    // A common word: if it were hidden, it would make texts unreadable.
    ['POSTGRES_PASSWORD', 'postgres', false],
    ['TOKEN_URL', 'https://shop.example/token/1', false],
    ['PWD', '/home/me/shop-4711', false],
    ['HOST_ACCESS_KEY', '/home/me/.ssh/key-4711', false],
  ])('%s=%s is one: %s', (name, value, secret) => {
    expect(secretsOf({ [name]: value })).toEqual(secret ? [value] : []);
  });
});
