import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/runtime/ports/store.ts';
import { makeSecretCipher } from '../../src/runtime/security/secrets.ts';
import {
  isSecretKey,
  makeInstallationState,
  readAccessToken,
  readInboundSecret,
  STATE_KEYS,
} from '../../src/runtime/state.ts';
import { openSqliteStore } from '../helpers/sqliteStore.ts';

const now = () => 1000;
const cipher = makeSecretCipher('0f'.repeat(32));
const missing = { code: 'SPM_SECRET_MISSING', hint: expect.stringContaining('openssl rand') };

let store: Store;
beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', now });
});
afterEach(() => store.close());

describe('makeInstallationState', () => {
  it.each([
    ['with', cipher],
    ['without', null],
  ])('keeps texts as they were written, and values as JSON, %s a cipher', async (_, ring) => {
    const state = makeInstallationState(store, 'i1', ring, now);
    for (const text of ['', 'x', '"', '"x"', 'null', '12345', 'true', '{"a":1}', 'é\n']) {
      await state.set('k', text);
      expect(await state.get('k')).toBe(text);
      expect(await state.getFormer('k')).toBeNull();
    }
    for (const value of [null, 0, 'x', '"', [1, { a: 'é' }], '{"a":1}']) {
      await state.setJson('k', value);
      expect(await state.getJson('k')).toEqual(value);
      expect(await state.get('k')).toBe(JSON.stringify(value));
    }
    await state.setJson('k', undefined);
    expect(await state.getJson('k')).toBeNull();
    await state.delete('k');
    expect(await store.state.get('i1', 'k')).toBeNull();
    expect([await state.get('never'), await state.getJson('never')]).toEqual([null, null]);
  });

  it('says that a text is not JSON, without the text', async () => {
    const state = makeInstallationState(store, 'i1', cipher, now);
    await state.set('k', 'int-123');
    await expect(state.getJson('k')).rejects.toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      message: 'The state k is not JSON',
    });
  });

  it('encrypts everything where there is a cipher', async () => {
    const state = makeInstallationState(store, 'i1', cipher, now);
    await state.set('plain', 'visible');
    await state.setSecret('secret', 'visible');
    for (const entry of await store.state.list('i1')) {
      expect(entry).toMatchObject({ encrypted: true, updatedAt: 1000 });
      expect(entry.value).toMatch(/^gcm:/);
    }
    expect(await state.get('secret')).toBe('visible');
  });

  it('lists what it keeps, and shows nothing secret', async () => {
    const lax = makeInstallationState(store, 'i1', null, now, { allowPlaintext: true });
    await lax.set('plain', 'visible');
    await lax.set('__access_token', 'int-1');
    await makeInstallationState(store, 'i1', cipher, now).set('sealed', 'visible');
    const at = { updated_at: '1970-01-01T00:00:01.000Z' };
    expect(await lax.list()).toMatchObject([
      { key: '__access_token', encrypted: false, value_length: 5, value_preview: null },
      { key: 'plain', encrypted: false, value_length: 7, value_preview: 'visible', ...at },
      { key: 'sealed', encrypted: true, value_preview: null },
    ]);
  });

  it('binds a secret to its installation and key', async () => {
    await makeInstallationState(store, 'i1', cipher, now).setSecret('k', 'x');
    const entry = await store.state.get('i1', 'k');
    if (!entry) throw new Error('unreachable');
    await store.state.set('i2', entry, 0);
    await store.state.set('i1', { ...entry, key: 'other' }, 0);
    const invalid = { code: 'SPM_SECRET_INVALID' };
    await expect(makeInstallationState(store, 'i2', cipher, now).get('k')).rejects.toMatchObject(
      invalid,
    );
    await expect(
      makeInstallationState(store, 'i1', cipher, now).get('other'),
    ).rejects.toMatchObject(invalid);
  });

  it('stores no secret in the clear unless it is allowed to', async () => {
    const strict = makeInstallationState(store, 'i1', null, now);
    await expect(strict.setSecret('k', 'x')).rejects.toMatchObject(missing);
    expect(await store.state.list('i1')).toEqual([]);
    const lax = makeInstallationState(store, 'i1', null, now, { allowPlaintext: true });
    await lax.setSecret('k', 'x');
    expect(await store.state.get('i1', 'k')).toMatchObject({ value: 'x', encrypted: false });
    expect(await strict.get('k')).toBe('x');
  });

  it('says that a key is missing when there is none to read with', async () => {
    await makeInstallationState(store, 'i1', cipher, now).setSecret('k', 'x');
    const state = makeInstallationState(store, 'i1', null, now, { allowPlaintext: true });
    await expect(state.get('k')).rejects.toMatchObject(missing);
  });

  it('writes under a lease when it is given one', async () => {
    const owner = { host: 'h', pid: 1, id: 'p' };
    const held = await store.leases.acquire('i1', owner, 9, 0);
    if (!held.acquired) throw new Error('unreachable');
    const state = makeInstallationState(store, 'i1', null, now, { lease: held.lease });
    await state.set('k', '1');
    await store.leases.release(held.lease);
    await expect(state.set('k', '2')).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
    expect(await state.get('k')).toBe('1');
  });
});

it('knows the secrets of the ecosystem', () => {
  const keys = ['__access_token', '__inbound_secret', '__provisioning'];
  expect(keys.map(isSecretKey)).toEqual([true, true, false]);
});

describe('well-known keys', () => {
  it('are absent at first', async () => {
    const state = makeInstallationState(store, 'i1', cipher, now);
    expect(await readAccessToken(state)).toBeNull();
    expect(await readInboundSecret(state)).toBeNull();
  });

  it('hold the token and the inbound secret', async () => {
    const state = makeInstallationState(store, 'i1', cipher, now);
    await state.setSecret(STATE_KEYS.accessToken, 'int-1');
    await state.setSecret(STATE_KEYS.inboundSecret, 's');
    expect(await readAccessToken(state)).toBe('int-1');
    expect(await readInboundSecret(state)).toBe('s');
    expect((await store.state.list('i1')).map(({ key }) => key)).toEqual([
      '__access_token',
      '__inbound_secret',
    ]);
  });
});
