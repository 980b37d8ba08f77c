import { describe, expect, it } from 'vitest';
import type { ConfigField } from '../../../src/connector/types.js';
import {
  type Registration,
  register,
  storeToken,
} from '../../../src/runtime/installations/register.js';
import { makeInstallationState } from '../../../src/runtime/state.js';
import { cipher, clock, ID, leased, otherCipher } from './registry.js';

const FIELDS: ConfigField[] = [
  { key: 'country', type: 'text', label: 'Country' },
  { key: 'vat', type: 'number', label: 'VAT' },
  { key: 'pin', type: 'password', label: 'PIN' },
];

const registration = (more: Partial<Registration> = {}): Registration => ({
  installation: { installationId: ID, shopDomain: 'a.example' },
  token: 'token',
  settings: { fields: FIELDS, values: { country: 'DE', pin: '1234' } },
  update: false,
  ...more,
});

async function given() {
  const { store, lease } = await leased();
  const ports = { store, clock, cipher };
  const state = makeInstallationState(store, ID, cipher, clock.now);
  return {
    store,
    state,
    lease,
    add: (more: Partial<Registration> = {}, by = cipher) =>
      register({ ...ports, cipher: by }, lease, registration(more)),
    token: (text: string, by = cipher) => storeToken({ ...ports, cipher: by }, lease, text),
  };
}

describe('register', () => {
  it('adds it as inactive, with everything encrypted', async () => {
    const { store, state, add } = await given();
    expect(await add()).toBe('added');
    expect(await store.installations.get(ID)).toMatchObject({ status: 'inactive' });
    expect(await state.get('cfg')).toBe('{"country":"DE"}');
    expect(await state.get('cfgsec:pin')).toBe('1234');
    const entries = await store.state.list(ID);
    expect(entries.map(({ key }) => key)).toEqual(['__access_token', 'cfg', 'cfgsec:pin']);
    expect(entries.every(({ encrypted }) => encrypted)).toBe(true);
  });

  it('does nothing the second time', async () => {
    const { store, add } = await given();
    await add();
    const before = await store.state.list(ID);
    expect(await add()).toBe('unchanged');
    expect(await store.state.list(ID)).toEqual(before);
  });

  it('names what differs, and changes it only when it may', async () => {
    const { state, add } = await given();
    await add();
    const settings = { fields: FIELDS, values: { country: 'FR', vat: 19 } };
    const other: Partial<Registration> = { token: null, settings };
    await expect(add(other)).rejects.toMatchObject({
      code: 'SPM_INSTALLATION_EXISTS',
      cause: 'it is inactive, with different values of country, vat, pin',
    });
    expect(await state.get('cfg')).toBe('{"country":"DE"}');
    expect(await add({ ...other, update: true })).toBe('updated');
    expect(await state.getJson('cfg')).toEqual({ country: 'FR', vat: 19 });
    expect(await state.get('cfgsec:pin')).toBeNull();
    expect(await state.get('__access_token')).toBe('token');
  });

  it('takes an uninstalled one as installed again', async () => {
    const { store, add } = await given();
    await add();
    await store.installations.setStatus(ID, { from: 'inactive', to: 'uninstalled' }, 0);
    await expect(add()).rejects.toMatchObject({ code: 'SPM_INSTALLATION_EXISTS' });
    expect(await add({ update: true })).toBe('updated');
    expect(await store.installations.get(ID)).toMatchObject({ status: 'inactive' });
  });

  it('is one act of the store, also for an uninstalled one', async () => {
    const { store, lease, add } = await given();
    await add();
    await store.installations.setStatus(ID, { from: 'inactive', to: 'uninstalled' }, 0);
    const acts: string[] = [];
    const watched = <T extends object>(part: T): T =>
      new Proxy(part, {
        get: (all, name) => {
          acts.push(String(name));
          return Reflect.get(all, name);
        },
      });
    const { fenced, installations } = store;
    const ports = { clock, cipher, store: { ...store, fenced: watched(fenced) } };
    ports.store.installations = watched({ ...installations });
    await register(ports, lease, registration({ update: true }));
    expect(acts).toEqual(['get', 'saveInstallation']);
  });

  it('does not mix two keys', async () => {
    const { add } = await given();
    await add();
    await expect(add({}, otherCipher)).rejects.toMatchObject({ code: 'SPM_SECRET_INVALID' });
  });
});

describe('storeToken', () => {
  it('stores, replaces, and leaves the same alone', async () => {
    const { state, token } = await given();
    expect(await token('one')).toBe('stored');
    expect(await token('two')).toBe('replaced');
    expect(await token('two')).toBe('unchanged');
    expect(await state.get('__access_token')).toBe('two');
    await expect(token('three', otherCipher)).rejects.toMatchObject({ code: 'SPM_SECRET_INVALID' });
  });
});
