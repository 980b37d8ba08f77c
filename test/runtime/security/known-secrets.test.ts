import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownSecrets } from '../../../src/runtime/security/known-secrets.ts';

const SECRET = 'int-4711 "quoted" ü&/+=';
const hide = (text: string, ...secrets: string[]) => KnownSecrets.of(secrets).hide(text);

describe('known secrets', () => {
  it.each<[string, (secret: string) => string]>([
    ['as it is', (secret) => secret],
    ['in JSON', (secret) => JSON.stringify({ pw: secret })],
    ['in JSON within JSON', (secret) => JSON.stringify(JSON.stringify({ pw: secret }))],
    ['in a URL', (secret) => `https://a.example/?q=${encodeURIComponent(secret)}&x`],
    ['in a form', (secret) => new URLSearchParams({ q: secret }).toString().toLowerCase()],
    ['in Basic authentication', (secret) => Buffer.from(`me:${secret}`).toString('base64')],
    ['in a longer base64', (secret) => Buffer.from(`user:${secret}:x`).toString('base64url')],
    ['in a hex dump', (secret) => Buffer.from(secret).toString('hex')],
  ])('are hidden %s', (_, form) => {
    const secret = 'int-4711-abcdef.XYZ';
    const hidden = hide(form(secret), secret);
    expect(hidden).toContain('[redacted]');
    expect(hidden).not.toMatch(/4711|abcdef/i);
  });

  it('are hidden in JSON and URLs whatever they are made of', () => {
    for (const text of [SECRET, JSON.stringify(SECRET), encodeURIComponent(SECRET)])
      expect(hide(text, SECRET)).not.toContain('4711');
  });

  it('are found line by line when they have several lines', () => {
    const key =
      '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n9w0BAQEFAASCBKcwggSj\n-----END KEY-----';
    expect(hide('line 2 is 9w0BAQEFAASCBKcwggSj here', key)).toBe('line 2 is [redacted] here');
  });

  it('are hidden whole when one holds another', () => {
    expect(hide('abcdefghij abcdef', 'abcdef', 'abcdefghij')).toBe('[redacted] [redacted]');
  });

  it('of fewer than six characters take nothing apart', () => {
    expect(hide('12 of admin', '12', 'admin', '')).toBe('12 of admin');
  });

  it('are hidden where a text was cut', () => {
    expect(hide('token int-4711-abcd', 'int-4711-abcdefgh')).toBe('token [redacted]');
    expect(hide('token int-4711-abcd… [9 more]', 'int-4711-abcdefgh')).toBe(
      'token [redacted]… [9 more]',
    );
    // The beginning alone reveals nothing.
    expect(hide('https://partner.example/api', 'https://p.example/hook/4711')).toBe(
      'https://partner.example/api',
    );
  });

  it('are told apart from look-alikes of the same hash', () => {
    expect(hide('abcdeg abcdef', 'abcdef')).toBe('abcdeg [redacted]');
  });

  it('are never left in a text, and nothing else is taken', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 12 });
    const secret = fc.string({ unit: fc.constantFrom('a', 'b', '"'), minLength: 6, maxLength: 14 });
    fc.assert(
      fc.property(fc.array(secret, { maxLength: 4 }), fc.array(part), (secrets, parts) => {
        const known = KnownSecrets.of(secrets);
        const text = [...parts, ...secrets, ...parts].join('|');
        const hidden = known.hide(text);
        for (const one of secrets) expect(hidden).not.toContain(one);
        expect(known.holds(text)).toBe(secrets.length > 0);
        expect(known.holds(hidden)).toBe(false);
        expect(KnownSecrets.of([]).hide(text)).toBe(text);
      }),
    );
  });
});
