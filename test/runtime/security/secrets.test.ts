import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSecretCipher } from '../../../src/runtime/security/secrets.ts';

const OLD = '11'.repeat(32);
const NEW = 'aB'.repeat(32);
const invalid = expect.objectContaining({ code: 'SPM_SECRET_INVALID', hint: expect.any(String) });

describe('makeSecretCipher', () => {
  it('gives back what it took, for any text and place', () => {
    const cipher = makeSecretCipher(NEW);
    const texts = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(texts, texts, (plain, aad) => {
        const sealed = cipher.encrypt(plain, aad);
        expect(sealed).toMatch(/^gcm:[0-9a-f]{24}:[0-9a-f]{32}:([0-9a-f]{2})*$/);
        expect(cipher.decrypt(sealed, aad)).toBe(plain);
      }),
    );
  });

  it('never writes the same text twice', () => {
    const cipher = makeSecretCipher(NEW);
    expect(cipher.encrypt('x', 'i1:k')).not.toBe(cipher.encrypt('x', 'i1:k'));
  });

  it('reads what another tool of the ecosystem wrote', () => {
    const iv = Buffer.alloc(12, 7);
    const cipher = createCipheriv('aes-256-gcm', Buffer.from(OLD, 'hex'), iv);
    cipher.setAAD(Buffer.from('i1:__access_token'));
    const body = Buffer.concat([cipher.update('int-123', 'utf8'), cipher.final()]);
    const sealed = `gcm:${iv.toString('hex')}:${cipher.getAuthTag().toString('hex')}:${body.toString('hex')}`;
    expect(makeSecretCipher(OLD).decrypt(sealed, 'i1:__access_token')).toBe('int-123');
  });

  it('writes with the newest key and reads with every key of the ring', () => {
    const before = makeSecretCipher(OLD).encrypt('x', 'i1:k');
    const ring = makeSecretCipher(` ${NEW} , ${OLD} `);
    expect(ring.decrypt(before, 'i1:k')).toBe('x');
    const after = ring.encrypt('x', 'i1:k');
    expect(makeSecretCipher(NEW).decrypt(after, 'i1:k')).toBe('x');
    expect(() => makeSecretCipher(OLD).decrypt(after, 'i1:k')).toThrow(invalid);
  });

  it('refuses a secret that was moved to another place', () => {
    const cipher = makeSecretCipher(NEW);
    const sealed = cipher.encrypt('x', 'i1:k');
    for (const place of ['i2:k', 'i1:l', '']) {
      expect(() => cipher.decrypt(sealed, place)).toThrow(invalid);
    }
  });

  it('refuses a secret that was changed anywhere', () => {
    const cipher = makeSecretCipher(NEW);
    const sealed = cipher.encrypt('secret', 'i1:k');
    for (let at = 0; at < sealed.length; at++) {
      const other = sealed[at] === '0' ? '1' : '0';
      const changed = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`;
      expect(() => cipher.decrypt(changed, 'i1:k')).toThrow(invalid);
    }
  });

  it.each(['', 'x', 'gcm:::', 'gcm:00:00:00'])('refuses %j, which is not a secret', (text) => {
    expect(() => makeSecretCipher(NEW).decrypt(text, 'i1:k')).toThrow(invalid);
  });

  it.each(['', 'short', 'g'.repeat(64), '1'.repeat(63), `${NEW},`, `${NEW};${OLD}`])(
    'refuses the ring %j without repeating it',
    (ring) => {
      expect(() => makeSecretCipher(ring)).toThrow(invalid);
      try {
        makeSecretCipher(ring);
      } catch (error) {
        if (ring)
          expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(ring);
      }
    },
  );
});
