import { describe, expect, it } from 'vitest';
import { knownSecrets, withoutSecrets } from '../../src/cli/secrets.js';

const env = { SPM_ACCESS_TOKEN: 'token-one', SPM_CREDENTIALS_KEY: 'key-a, key-b', OTHER: 'plain' };

describe('secrets of the environment', () => {
  it('are the values of its secrets, and each key of a ring', () => {
    expect(knownSecrets(env)).toEqual(expect.arrayContaining(['token-one', 'key-a', 'key-b']));
    expect(knownSecrets(env)).not.toContain('plain');
    expect(knownSecrets({ SPM_ADMIN_TOKEN: '' })).toEqual([]);
  });

  it('are taken out of texts and data, which are kept whole otherwise', () => {
    const text = `${'long '.repeat(1000)}token-one and key-b, https://me:pass@host/`;
    expect(withoutSecrets(text, env)).toBe(
      `${'long '.repeat(1000)}[redacted] and [redacted], https://[redacted]@host/`,
    );
    expect(withoutSecrets({ at: 'a token-one', n: 1, list: [null] }, env)).toEqual({
      at: 'a [redacted]',
      n: 1,
      list: [null],
    });
  });
});
