import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/runtime/ports/store.ts';
import { makeSecretCipher } from '../../src/runtime/security/secrets.ts';
import {
  makeStateAccess,
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

describe('makeStateAccess', () => {
  it.each([
    ['with', cipher],
    ['without', null],
  ])('keeps any JSON value %s a cipher', async (_, ring) => {
    const state = makeStateAccess(store, 'i1', ring, now);
    for (const value of [null, 0, 'x', '"', [1, { a: 'é' }], '{"a":1}', '123456789012345678901']) {
      await state.set('k', value);
      expect(await state.get('k')).toEqual(value);
    }
    await state.set('k', undefined);
    expect(await state.get('k')).toBeNull();
    await state.delete('k');
    expect(await store.state.get('i1', 'k')).toBeNull();
    expect(await state.get('never')).toBeNull();
  });

  it('encrypts everything where there is a cipher', async () => {
    const state = makeStateAccess(store, 'i1', cipher, now);
    await state.set('plain', 'visible');
    await state.setSecret('secret', 'visible');
    for (const entry of await store.state.list('i1')) {
      expect(entry).toMatchObject({ encrypted: true, updatedAt: 1000 });
      expect(entry.value).toMatch(/^gcm:/);
    }
    expect(await state.get('secret')).toBe('visible');
  });

  it('reads what lies in the clear, as JSON or bare', async () => {
    await store.state.set('i1', { key: 'json', value: '{"a":1}', encrypted: false }, 0);
    await store.state.set('i1', { key: 'bare', value: 'int-123', encrypted: false }, 0);
    const state = makeStateAccess(store, 'i1', cipher, now);
    expect(await state.get('json')).toEqual({ a: 1 });
    expect(await state.get('bare')).toBe('int-123');
  });

  it('binds a secret to its installation and key', async () => {
    await makeStateAccess(store, 'i1', cipher, now).setSecret('k', 'x');
    const entry = await store.state.get('i1', 'k');
    if (!entry) throw new Error('unreachable');
    await store.state.set('i2', entry, 0);
    await store.state.set('i1', { ...entry, key: 'other' }, 0);
    const invalid = { code: 'SPM_SECRET_INVALID' };
    await expect(makeStateAccess(store, 'i2', cipher, now).get('k')).rejects.toMatchObject(invalid);
    await expect(makeStateAccess(store, 'i1', cipher, now).get('other')).rejects.toMatchObject(
      invalid,
    );
  });

  it('stores no secret in the clear unless it is allowed to', async () => {
    const strict = makeStateAccess(store, 'i1', null, now);
    await expect(strict.setSecret('k', 'x')).rejects.toMatchObject(missing);
    expect(await store.state.list('i1')).toEqual([]);
    const lax = makeStateAccess(store, 'i1', null, now, { allowPlaintext: true });
    await lax.setSecret('k', 'x');
    expect(await store.state.get('i1', 'k')).toMatchObject({ value: '"x"', encrypted: false });
    expect(await strict.get('k')).toBe('x');
  });

  it('says that a key is missing when there is none to read with', async () => {
    await makeStateAccess(store, 'i1', cipher, now).setSecret('k', 'x');
    const state = makeStateAccess(store, 'i1', null, now, { allowPlaintext: true });
    await expect(state.get('k')).rejects.toMatchObject(missing);
  });

  it('writes under a lease when it is given one', async () => {
    const owner = { host: 'h', pid: 1, id: 'p' };
    const held = await store.leases.acquire('i1', owner, 9, 0);
    if (!held.acquired) throw new Error('unreachable');
    const state = makeStateAccess(store, 'i1', null, now, { lease: held.lease });
    await state.set('k', 1);
    await store.leases.release(held.lease);
    await expect(state.set('k', 2)).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
    expect(await state.get('k')).toBe(1);
  });
});

describe('well-known keys', () => {
  it('are absent at first', async () => {
    const state = makeStateAccess(store, 'i1', cipher, now);
    expect(await readAccessToken(state)).toBeNull();
    expect(await readInboundSecret(state)).toBeNull();
  });

  it('hold the token and the inbound secret', async () => {
    const state = makeStateAccess(store, 'i1', cipher, now);
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
