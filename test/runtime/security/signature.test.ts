import { spawnSync } from 'node:child_process';
import { SpmWebhookSignature } from '@shopimind/sdk-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  signShopimindBody,
  verifyIntegratorSignature,
  verifyShopimindSignature,
  verifyShopimindSignatureMulti,
} from '../../../src/runtime/security/signature.ts';

const NOW = 1_790_000_000;
const now = () => NOW * 1000;
const SECRET = 'whsec_1';

const signed = (body: string | Uint8Array, at: number | string = NOW, secret = SECRET) => ({
  'x-shopimind-timestamp': String(at),
  'x-shopimind-signature': signShopimindBody(body, secret, at),
});

const check = (body: string | Uint8Array, headers: Record<string, string | string[]>) =>
  verifyShopimindSignature(body, headers, { secret: SECRET, now });

const refused = (reason: string) => ({ ok: false, reason });

describe('a signature', () => {
  it('is the one of the SDK, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ minLength: 1 }), (body, secret) => {
        expect(signShopimindBody(body, secret, NOW)).toBe(
          SpmWebhookSignature.sign(body, secret, String(NOW)),
        );
      }),
    );
  });

  it('is the HMAC that openssl computes, for any bytes', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, n) => n);
    const input = Buffer.concat([Buffer.from(`${NOW}.`), bytes]);
    const { stdout } = spawnSync('openssl', ['dgst', '-sha256', '-hmac', SECRET, '-r'], { input });
    expect(stdout.toString().split(' ')[0]).toBe(signShopimindBody(bytes, SECRET, NOW));
  });

  it('verifies what was signed, and nothing else', () => {
    const body = fc.uint8Array({ minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, change) => {
        expect(check(bytes, signed(bytes))).toEqual({ ok: true });
        const other = Uint8Array.from(bytes);
        other[at % bytes.length] = ((bytes[at % bytes.length] as number) + change) % 256;
        expect(check(other, signed(bytes))).toEqual(refused('signature_mismatch'));
      }),
    );
  });

  it('has one spelling only, so that a replay cannot look new', () => {
    const headers = signed('{}');
    const { 'x-shopimind-signature': hex } = headers;
    for (const signature of [`${hex}0`, `${hex}zz`, ` ${hex}`, hex.toUpperCase(), `0x${hex}`, '00'])
      expect(check('{}', { ...headers, 'x-shopimind-signature': signature })).toEqual(
        refused('signature_mismatch'),
      );
  });
});

describe('the time of a signature', () => {
  it.each([
    [-300, true],
    [-301, false],
    [60, true],
    [61, false],
  ])('%i seconds from now verifies: %s', (seconds, ok) => {
    const at = NOW + seconds;
    expect(check('{}', signed('{}', at))).toEqual(
      ok ? { ok: true } : refused('timestamp_out_of_tolerance'),
    );
  });

  it('may not be ahead by more than the tolerance', () => {
    const options = { secret: SECRET, now, toleranceSeconds: 10 };
    expect(verifyShopimindSignature('{}', signed('{}', NOW + 10), options).ok).toBe(true);
    expect(verifyShopimindSignature('{}', signed('{}', NOW + 11), options).ok).toBe(false);
  });

  it.each([
    '1e9',
    '0x10',
    ' 1790000000',
    '1790000000.0',
    '-1',
    '+1790000000',
    'NaN',
    '9'.repeat(13),
  ])('is digits only: %s', (at) => {
    expect(check('{}', signed('{}', at))).toEqual(refused('invalid_timestamp'));
  });
});

describe('the headers', () => {
  it('may have any case, and may be a Headers', () => {
    const { 'x-shopimind-timestamp': at, 'x-shopimind-signature': hex } = signed('{}');
    const upper = { 'X-Shopimind-Timestamp': at, 'X-SHOPIMIND-SIGNATURE': hex };
    expect(check('{}', upper)).toEqual({ ok: true });
    expect(verifyShopimindSignature('{}', new Headers(upper), { secret: SECRET, now })).toEqual({
      ok: true,
    });
  });

  it('are refused when one is missing or sent twice', () => {
    const headers = signed('{}');
    const { 'x-shopimind-signature': hex, ...time } = headers;
    expect(check('{}', time)).toEqual(refused('missing_signature_headers'));
    expect(check('{}', { ...time, 'x-shopimind-signature': [hex, hex] })).toEqual(
      refused('missing_signature_headers'),
    );
    expect(check('{}', { ...headers, 'X-Shopimind-Signature': hex })).toEqual(
      refused('missing_signature_headers'),
    );
  });

  it('of inbound calls have other names', () => {
    const { 'x-shopimind-timestamp': at, 'x-shopimind-signature': hex } = signed('{}');
    const headers = { 'x-integration-timestamp': at, 'x-integration-signature': hex };
    const options = { secret: SECRET, now };
    expect(verifyIntegratorSignature('{}', headers, options)).toEqual({ ok: true });
    expect(verifyIntegratorSignature('{}', signed('{}'), options)).toEqual(
      refused('missing_signature_headers'),
    );
  });
});

describe('several secrets', () => {
  const verifyAny = (secrets: string[], secret: string) =>
    verifyShopimindSignatureMulti('{}', signed('{}', NOW, secret), secrets, { now });

  it('verify what any of them signed', () => {
    expect(verifyAny(['new', 'old'], 'new')).toEqual({ ok: true });
    expect(verifyAny(['new', 'old'], 'old')).toEqual({ ok: true });
    expect(verifyAny(['new', 'old'], 'older')).toEqual(refused('signature_mismatch'));
  });

  it('verify nothing when there is none', () => {
    expect(verifyAny([], 'new')).toEqual(refused('no_secret_configured'));
    expect(verifyAny([''], '')).toEqual(refused('no_secret_configured'));
  });
});
