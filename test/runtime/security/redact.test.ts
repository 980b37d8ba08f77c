import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, redact, redactText } from '../../../src/runtime/security/redact.ts';

const SECRET_KEYS = [
  'token',
  'access_token',
  'accessToken',
  'X-Api-Key',
  'spm-api-key',
  'apikey',
  'API KEY',
  'password',
  'userPassword',
  'client_secret',
  'Authorization',
  'x-signature',
  'credentials',
  'Set-Cookie',
  'private_key',
];

describe('redact', () => {
  it.each(SECRET_KEYS)('hides the value under %s', (key) => {
    for (const value of ['hunter2', 42, ['hunter2'], { a: 'hunter2' }, '']) {
      expect(redact({ [key]: value })).toEqual({ [key]: REDACTED });
    }
  });

  it.each(['email', 'customer_id', 'key', 'unique_keys', 'name', 'monkey', 'author'])(
    'keeps the value under %s',
    (key) => {
      expect(redact({ [key]: 'value' })).toEqual({ [key]: 'value' });
    },
  );

  it('hides the keys it is told, whatever their writing', () => {
    const keys = ['shop_pin', 'Clé', '鍵'];
    expect(redact({ shopPin: 1, shop: 2, clé: 3, cl: 4, 鍵: 5, 名: 6 }, { keys })).toEqual({
      shopPin: REDACTED,
      shop: 2,
      clé: REDACTED,
      cl: 4,
      鍵: REDACTED,
      名: 6,
    });
  });

  it('hides the value of settings that name their key beside it', () => {
    expect(
      redact([
        { key: 'api_key', value: 'x' },
        { key: 'url', value: 'y' },
      ]),
    ).toEqual([
      { key: 'api_key', value: REDACTED },
      { key: 'url', value: 'y' },
    ]);
  });

  it('says whether a secret is there', () => {
    expect(redact({ token: null, signature_ok: true })).toEqual({
      token: null,
      signature_ok: true,
    });
  });

  it('copies plain values as they are, and leaves the original alone', () => {
    const value = { a: [1, 'x', null, true, { b: -0.5 }], token: 'hunter2' };
    const copy = redact(value);
    expect(copy).toEqual({ ...value, token: REDACTED });
    expect(value.token).toBe('hunter2');
  });

  it('turns what JSON has no word for into text', () => {
    const error = Object.assign(new Error('no: Bearer abcdef123456'), { code: 'E1', token: 'x' });
    expect(
      redact({
        date: new Date(0),
        never: new Date(Number.NaN),
        big: 10n,
        nan: Number.NaN,
        fn: () => 1,
        bytes: Buffer.from('hunter2'),
        url: new URL('https://me:hunter2@a.example/x?api_key=hunter2&b=1'),
        map: new Map([['password', 'hunter2']]),
        set: new Set([1]),
        error,
      }),
    ).toEqual({
      date: '1970-01-01T00:00:00.000Z',
      never: 'Invalid Date',
      big: '10',
      nan: 'NaN',
      fn: '[function]',
      bytes: '[7 bytes]',
      url: `https://${REDACTED}@a.example/x?api_key=${REDACTED}&b=1`,
      map: { password: REDACTED },
      set: [1],
      error: { name: 'Error', message: `no: Bearer ${REDACTED}`, code: 'E1', token: REDACTED },
    });
  });

  it('ends on a circle, and on what cannot be read', () => {
    const circle: Record<string, unknown> = { a: 1 };
    circle.self = circle;
    expect(redact(circle)).toEqual({ a: 1, self: '[circular]' });
    const hostile = {
      a: 1,
      get b() {
        throw new Error('no');
      },
    };
    expect(redact(hostile)).toEqual({ a: 1, b: '[unreadable]' });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(redact({ proxy })).toEqual({ proxy: '[unreadable]' });
  });

  it('stays small, however much it is given', () => {
    const wide = Array.from({ length: 1000 }, () => ({ text: 'x'.repeat(100_000) }));
    const tree = (depth: number): unknown =>
      depth === 0 ? 'leaf' : Array.from({ length: 40 }, () => tree(depth - 1));
    const shared = tree(2);
    const dag = Array.from({ length: 50 }, () => [shared, shared]);
    for (const value of [wide, tree(3), dag, Object.fromEntries(wide.entries()), 'x'.repeat(1e6)]) {
      expect(JSON.stringify(redact(value)).length).toBeLessThan(250_000);
    }
    expect(redact('x'.repeat(2001))).toBe(`${'x'.repeat(2000)}… [1 more characters]`);
    expect(redact(Array(60).fill(1))).toEqual([...Array(50).fill(1), '[10 more]']);
  });

  it('never throws and always gives JSON', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
          withObjectString: true,
          withSparseArray: true,
        }),
        (value) => {
          JSON.stringify(redact(value));
        },
      ),
    );
  });

  it('never lets a value under a secret key through, at any depth', () => {
    const MARK = 'h-u-n-t-e-r-2';
    const leaf = fc.oneof(fc.constant(MARK), fc.record({ deep: fc.constant([MARK]) }));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.dictionary(fc.constantFrom(...SECRET_KEYS), leaf),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3 }),
        fc.jsonValue(),
      ),
    }));
    fc.assert(fc.property(tree, (value) => !JSON.stringify(redact(value) ?? null).includes(MARK)));
  });
});

describe('redactText', () => {
  it.each([
    ['Authorization: Bearer abc.def-123456', 'Authorization: [redacted]'],
    ['authorization: Basic dXNlcjpwdw==', 'authorization: [redacted]'],
    ['sent Bearer abc.def-123456 to it', 'sent Bearer [redacted] to it'],
    ['GET /x?access_token=abc&b=1', 'GET /x?access_token=[redacted]&b=1'],
    ['spm-api-key=int-123, shop=4', 'spm-api-key=[redacted], shop=4'],
    ['{"password":"a\\"b c","user":"u"}', '{"password":[redacted],"user":"u"}'],
    ['{\\"password\\":\\"ab c\\",\\"user\\":1}', '{\\"password\\":[redacted],\\"user\\":1}'],
    ["{ apiKey: 'a b', id: 1 }", '{ apiKey: [redacted], id: 1 }'],
    ['postgres://me:pw@host/db', 'postgres://[redacted]@host/db'],
    ['a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b', 'a [redacted] b'],
    ['-----BEGIN PRIVATE KEY-----\nMII', '[redacted]'],
    ['email me@a.example is taken', 'email me@a.example is taken'],
    ['the token is missing', 'the token is missing'],
  ])('makes %j into %j', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => redactText(text).length >= 0));
  });
});
