import { afterEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app/app.js';
import { activate, deactivate } from '../../src/app/installations.js';
import { systemClock } from '../../src/runtime/clock.js';
import type { InstallationStatus } from '../../src/runtime/ports/records.js';
import type { InstallationStore, Store } from '../../src/runtime/ports/store.js';
import { STATE_KEYS } from '../../src/runtime/state.js';
import { appIn } from '../helpers/app.js';
import { openMemoryStore } from '../helpers/memoryStore.js';
import { project } from '../helpers/project.js';

const ID = 'shop-1';
const CONNECTOR = `export default {
  slug: 'x',
  meta: { name: 'X', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: () => globalThis.testConnection(),
  syncSteps: [],
};
`;

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function given(from: InstallationStatus = 'inactive') {
  const folder = project({
    'x.mjs': CONNECTOR,
    'spm-connect.config.json': '{"connector":"x.mjs"}',
  });
  const env = { SPM_TARGET: 'http://127.0.0.1:1' };
  const app = await appIn(folder.path, env);
  closers.push(folder.remove, () => app.close());
  const store = await app.store();
  await add(store, from);
  return { app, store };
}

async function add(store: Store, status: InstallationStatus): Promise<void> {
  await store.installations.save({ installationId: ID }, 0);
  await store.installations.setStatus(ID, { from: 'inactive', to: status }, 0);
  const token = JSON.stringify('int-token-of-the-right-length');
  await store.state.set(ID, { key: STATE_KEYS.accessToken, value: token, encrypted: false }, 0);
}

/** The answer of the connector, and what it does before. */
function connection(answer: boolean, meanwhile: () => Promise<unknown> = async () => {}): void {
  const testConnection = async () => {
    await meanwhile();
    return answer;
  };
  Object.assign(globalThis, { testConnection });
}

const statusOf = async (store: Store) => (await store.installations.get(ID))?.status;

describe('activate', () => {
  it('makes it active once the connection works', async () => {
    const { app, store } = await given();
    connection(false);
    await expect(activate(app, ID, { test: true })).rejects.toMatchObject({
      code: 'SPM_CONNECTION_FAILED',
    });
    expect(await statusOf(store)).toBe('inactive');
    connection(true);
    const active = { installation_id: ID, status: 'active' };
    const changed = { ...active, changed: true, tested: true };
    expect(await activate(app, ID, { test: true })).toEqual(changed);
    expect(await statusOf(store)).toBe('active');
    const again = { ...active, changed: false, tested: false };
    expect(await activate(app, ID, { test: false })).toEqual(again);
  });

  it.each([
    ['inactive', 'uninstalled'],
    ['active', 'inactive'],
  ] as const)('leaves the status of an %s one that becomes %s meanwhile', async (from, to) => {
    const { app, store } = await given(from);
    connection(true, () => store.installations.setStatus(ID, { from, to }, 1));
    await expect(activate(app, ID, { test: true })).rejects.toMatchObject({
      code: 'SPM_INSTALLATION_CHANGED',
      exit: 'busy',
      cause: `it was ${from} at the start of this command and is ${to} now; this command changed nothing`,
    });
    expect(await statusOf(store)).toBe(to);
  });

  it('changes nothing when another process made it active meanwhile', async () => {
    const { app, store } = await given();
    const change = { from: 'inactive', to: 'active' } as const;
    connection(true, () => store.installations.setStatus(ID, change, 1));
    expect(await activate(app, ID, { test: true })).toMatchObject({ changed: false });
    expect(await store.installations.get(ID)).toMatchObject({ status: 'active', activatedAt: 1 });
  });

  it('does not bring back one that was removed meanwhile', async () => {
    const { app, store } = await given();
    connection(true, () =>
      app.withLease(ID, 0, (held) => store.fenced.removeInstallation(held.current())),
    );
    await expect(activate(app, ID, { test: true })).rejects.toMatchObject({
      code: 'SPM_UNKNOWN_INSTALLATION',
    });
    expect(await statusOf(store)).toBeUndefined();
  });
});

describe('deactivate', () => {
  /** What another process does before the status is set, and after. */
  async function racing(status: InstallationStatus, ...moves: InstallationStatus[]) {
    const store = openMemoryStore();
    await add(store, status);
    const move = async () => {
      const to = moves.shift();
      const from = await statusOf(store);
      if (from && to) await store.installations.setStatus(ID, { from, to }, 1);
    };
    const setStatus: InstallationStore['setStatus'] = async (...args) => {
      await move();
      const changed = await store.installations.setStatus(...args);
      await move();
      return changed;
    };
    const raced = { ...store, installations: { ...store.installations, setStatus } };
    const app: Pick<App, 'existingStore' | 'clock'> = {
      existingStore: async () => raced,
      clock: systemClock,
    };
    return { store, result: deactivate(app, ID) };
  }

  it.each([
    ['active', 'inactive', true],
    ['inactive', 'inactive', false],
    ['uninstalled', 'uninstalled', false],
  ] as const)('makes of an %s one an %s one', async (from, status, changed) => {
    const { store, result } = await racing(from);
    expect(await result).toEqual({ installation_id: ID, status, changed, tested: false });
    expect(await statusOf(store)).toBe(status);
  });

  it.each(['inactive', 'uninstalled'] as const)(
    'has nothing to do for one that became %s meanwhile',
    async (status) => {
      const { store, result } = await racing('active', status);
      expect(await result).toMatchObject({ status, changed: false });
      expect(await statusOf(store)).toBe(status);
    },
  );

  it('does not call one inactive that another process made active again', async () => {
    const { result } = await racing('active', 'inactive', 'active');
    await expect(result).rejects.toMatchObject({ code: 'SPM_INSTALLATION_CHANGED' });
  });
});
