import { describe, expect, it } from 'vitest';
import type { ConfigField } from '../../../src/connector/types.js';
import { describeInstallation } from '../../../src/runtime/installations/describe.js';
import { exportInstallation } from '../../../src/runtime/installations/export.js';
import type { Installation } from '../../../src/runtime/ports/records.js';
import type { Store } from '../../../src/runtime/ports/store.js';
import type { SecretCipher } from '../../../src/runtime/security/secrets.js';
import { makeInstallationState } from '../../../src/runtime/state.js';
import { cipher, clock, ID, leased, otherCipher, T0 } from './registry.js';

const FIELDS: ConfigField[] = [
  { key: 'country', type: 'text', label: 'Country' },
  { key: 'pin', type: 'text', label: 'PIN', sensitive: true },
];
const SECRETS = ['hush-token', 'hush-pin', 'hush-refresh', 'hush-inbound'];

async function given(by: SecretCipher | null = cipher) {
  const { store, lease } = await leased();
  await store.installations.save({ installationId: ID }, T0);
  const state = makeInstallationState(store, ID, by, clock.now, { allowPlaintext: by === null });
  const values = {
    cfg: { country: 'DE', pin: 'hush-pin' },
    __provisioning: { sourceIds: { main: 7 }, defIds: {} },
  };
  for (const [key, value] of Object.entries(values)) await state.setJson(key, value);
  const texts = {
    'cfgsec:pin': 'hush-pin',
    __access_token: 'hush-token',
    __inbound_secret: 'hush-inbound',
    oauth: 'the refresh token is "refresh_token=hush-refresh"',
  };
  for (const [key, text] of Object.entries(texts)) await state.set(key, text);
  const { run } = await store.fenced.openRun(lease, T0);
  const key = { installationId: ID, entity: 'orders', sourceKey: '' };
  const reject = {
    payload: { id: 1 },
    key: '1',
    identity: '1',
    errors: ['bad'],
    status: 400,
    route: null,
    redacted: false,
  };
  const end = { outcome: 'hold', error: 'no', items: 0 } as const;
  await store.fenced.commitStep(lease, { key, runId: run.id, now: T0, rejects: [reject], end });
  return { store, installation: (await store.installations.get(ID)) as Installation };
}

const exported = (store: Store, one: Installation, by: SecretCipher | null) =>
  exportInstallation(store, one, FIELDS, by, T0);

describe('exportInstallation', () => {
  it.each([
    ['encrypted', cipher],
    ['in the clear', null],
  ])('has everything but secrets of a state that is %s', async (_, by) => {
    const { store, installation } = await given(by);
    const content = await exported(store, installation, by);
    expect(content.cursors).toMatchObject([{ entity: 'orders', last_error: 'no' }]);
    expect(content.runs).toHaveLength(1);
    expect(content.rejects).toMatchObject([{ key: '1', payload: { id: 1 }, state: 'open' }]);
    expect(content.state.map(({ key }) => key).sort()).toEqual(['__provisioning', 'cfg', 'oauth']);
    const value = { country: 'DE' };
    expect(content.state).toContainEqual(expect.objectContaining({ key: 'cfg', value }));
    const text = JSON.stringify(content);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it("keeps what a connector encrypted as it lies there, and all of it where the key is another one's", async () => {
    const { store, installation } = await given();
    const sealed = async (by: SecretCipher) =>
      (await exported(store, installation, by)).state.flatMap((one) =>
        'sealed' in one ? [one.key] : [],
      );
    expect(await sealed(cipher)).toEqual(['oauth']);
    expect(await sealed(otherCipher)).toEqual(['__provisioning', 'cfg', 'oauth']);
  });
});

describe('describeInstallation', () => {
  it('says which secrets are set, and never what they are', async () => {
    const { store, installation } = await given();
    const { details, unreadable } = await describeInstallation(
      store,
      installation,
      FIELDS,
      cipher,
      T0,
    );
    expect(unreadable).toBeNull();
    expect(details).toMatchObject({
      secrets: [
        { key: '__access_token', set: true },
        { key: '__inbound_secret', set: true },
        { key: 'pin', set: true },
      ],
      settings: [{ key: 'country', value: 'DE' }],
      provisioned: { sourceIds: { main: 7 } },
      state: ['oauth'],
      dead_letters: [{ entity: 'orders', count: 1 }],
      lease: { host: 'h', pid: 1 },
    });
    const text = JSON.stringify(details);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it.each([
    ['no key', null, 'SPM_SECRET_MISSING'],
    ['another key', otherCipher, 'SPM_SECRET_INVALID'],
  ])('shows the rest with %s', async (_, by, code) => {
    const { store, installation } = await given();
    const { details, unreadable } = await describeInstallation(store, installation, FIELDS, by, T0);
    expect(unreadable).toMatchObject({ code });
    expect(details).toMatchObject({
      settings: [{ key: 'country', value: null }],
      provisioned: null,
      cursors: [{ entity: 'orders' }],
    });
  });
});
