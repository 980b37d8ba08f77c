import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../src/errors.ts';
import {
  confirmActivation,
  handleWebhook,
  type LifecyclePorts,
  supersedes,
} from '../../../src/runtime/lifecycle/handle.ts';
import type { Handled } from '../../../src/runtime/lifecycle/inbox.ts';
import { makeSecretCipher } from '../../../src/runtime/security/secrets.ts';
import { makeInstallationState } from '../../../src/runtime/state.ts';
import { openMemoryStore } from '../../helpers/memoryStore.ts';
import { type LogLine, ManualClock, memoryLogger } from '../../helpers/syncBench.ts';

const CIPHER = makeSecretCipher('ab'.repeat(32));
const ID = 'inst-1';
const FIELDS = [{ key: 'country' }, { key: 'api_key', sensitive: true }];
const DONE = { outcome: { success: true } };
const failed = (error: string) => ({ outcome: { success: false, error } });

type Calls = Partial<Pick<LifecyclePorts, 'testConnection' | 'provision' | 'runHook'>>;

function rig(calls: Calls = {}) {
  const clock = new ManualClock();
  const store = openMemoryStore();
  const lines: LogLine[] = [];
  const done: string[] = [];
  const ports: LifecyclePorts = {
    ...{ store, clock, cipher: CIPHER, fields: FIELDS, logger: memoryLogger(lines) },
    learn: () => {},
    testConnection: async (id) => {
      done.push('test');
      await calls.testConnection?.(id);
    },
    provision: async (id, signal) => {
      done.push('provision');
      await calls.provision?.(id, signal);
    },
    runHook: async (name, id) => {
      done.push(name);
      await calls.runHook?.(name, id);
    },
  };
  const superseded = new AbortController();
  const handle = (event: string, more: object = {}): Promise<Handled> =>
    handleWebhook(
      ports,
      {
        ...{ id: 1, installationId: ID, event, attempts: 1 },
        body: JSON.stringify({ event: `integration.${event}`, installation_id: ID, ...more }),
      },
      superseded.signal,
    );
  const install = (more: object = {}) =>
    handle('installed', { access_token: 'tok-1', shop_domain: 'a.example', ...more });
  const activate = (more: object = {}) =>
    handle('activated', { configs: { country: 'FR', api_key: 'k-1' }, ...more });
  const live = async () => {
    await install();
    await activate();
    await confirmActivation(ports, ID);
    done.length = 0;
  };
  const phase = async () => (await store.lifecycle.get(ID))?.phase;
  const state = makeInstallationState(store, ID, CIPHER, () => clock.now());
  return {
    ...{ clock, store, lines, done, ports, superseded, handle, install, activate, live, phase },
    state,
  };
}

describe('an install', () => {
  it('stores the token encrypted, makes an inbound secret, and stays inactive', async () => {
    const { install, store, state, done, phase } = rig();
    expect(await install({ configs: { country: 'BE' } })).toEqual(DONE);
    expect(await phase()).toBe('installed');
    expect(await store.installations.get(ID)).toMatchObject({
      ...{ status: 'inactive', shopDomain: 'a.example' },
    });
    expect(await state.get('__access_token')).toBe('tok-1');
    expect(await state.get('__inbound_secret')).toMatch(/^insec_[0-9a-f]{48}$/);
    expect(JSON.stringify(await store.state.list(ID))).not.toContain('tok-1');
    expect(done).toEqual(['onInstall']);
  });

  it('that is repeated keeps the inbound secret, and takes the new token', async () => {
    const { install, state } = rig();
    await install();
    const secret = await state.get('__inbound_secret');
    await install({ access_token: 'tok-2' });
    expect(await state.get('__inbound_secret')).toBe(secret);
    expect(await state.get('__access_token')).toBe('tok-2');
  });

  it('of a shop that was active ends its activity', async () => {
    const { live, install, phase } = rig();
    await live();
    await install();
    expect(await phase()).toBe('installed');
  });
});

describe('an activation', () => {
  it('saves the settings, tests, provisions, runs the hook, and waits as ready', async () => {
    const { install, activate, done, phase, state, store, ports } = rig();
    await install();
    expect(await activate()).toBe('ready');
    expect(done).toEqual(['onInstall', 'test', 'provision', 'onActivate']);
    expect(await phase()).toBe('ready');
    expect((await store.installations.get(ID))?.status).toBe('inactive');
    expect(await state.getJson('cfg')).toEqual({ country: 'FR' });
    expect(await state.get('cfgsec:api_key')).toBe('k-1');
    expect(await confirmActivation(ports, ID)).toBe(true);
    expect(await store.lifecycle.get(ID)).toEqual({ phase: 'active', backfill: true });
  });

  it('that is repeated finds the work done', async () => {
    const { install, activate, done, live, phase } = rig();
    await install();
    await activate();
    done.length = 0;
    expect(await activate()).toBe('ready');
    expect(done).toEqual([]);
    await live();
    expect(await activate()).toEqual(DONE);
    expect(await phase()).toBe('active');
    expect(done).toEqual([]);
  });

  it('with other settings does the work again, and is not active meanwhile', async () => {
    const { live, activate, done, phase } = rig();
    await live();
    expect(await activate({ configs: { country: 'BE' } })).toBe('ready');
    expect(done).toEqual(['test', 'provision', 'onActivate']);
    expect(await phase()).toBe('ready');
  });

  it('needs a token', async () => {
    const { activate, handle, phase } = rig();
    expect(await activate()).toEqual(failed('not_installed'));
    expect(await phase()).toBeUndefined();
    expect(await handle('activated', { access_token: 'tok-9', configs: {} })).toBe('ready');
  });

  it.each([
    ['testConnection', new SpmError('SPM_CONNECTION_FAILED', 'no'), 'connection_failed'],
    ['testConnection', new SpmError('SPM_SETTINGS_INVALID', 'no'), 'invalid_settings'],
    [
      'provision',
      new SpmError('SPM_API_UNREACHABLE', 'no'),
      'provisioning_failed: the ShopiMind API does not answer',
    ],
    ['runHook', new Error('password is hunter2'), 'internal_error'],
  ])('whose %s fails leaves the shop as it was', async (call, error, told) => {
    let fails = false;
    const { install, activate, phase, store, lines } = rig({
      [call]: async () => {
        if (fails) throw error;
      },
    });
    await install();
    fails = true;
    expect(await activate()).toEqual(failed(told));
    expect(await phase()).toBe('installed');
    expect((await store.installations.get(ID))?.status).toBe('inactive');
    expect(lines.some(({ level }) => level === 'error')).toBe(true);
  });

  it('is not ready when a deactivation came between', async () => {
    const { install, activate, handle, phase, ports, superseded } = rig({
      provision: async () => {
        superseded.abort();
      },
    });
    await install();
    expect(await activate()).toEqual(failed('superseded'));
    expect(await phase()).toBe('installed');
    await handle('deactivated');
    expect(await confirmActivation(ports, ID)).toBe(false);
  });

  it('rejects when the store fails, to be tried again', async () => {
    const { activate, store } = rig();
    await store.close();
    await expect(activate()).rejects.toMatchObject({ code: 'SPM_STORE_UNAVAILABLE' });
  });
});

describe('a deactivation', () => {
  it('is idempotent, and takes the lease from a running sync', async () => {
    const { live, handle, phase, store, clock, done } = rig();
    await live();
    const owner = { host: 'here', pid: 1, id: 'sync' };
    const taken = await store.leases.acquire(ID, owner, 30_000, clock.now());
    if (!taken.acquired) throw new Error('held');
    expect(await handle('deactivated')).toEqual(DONE);
    expect(await phase()).toBe('inactive');
    expect(await store.leases.renew(taken.lease, 30_000, clock.now())).toBeNull();
    expect(await handle('deactivated')).toEqual(DONE);
    expect(await phase()).toBe('inactive');
    expect(done).toEqual(['onDeactivate', 'onDeactivate']);
  });

  it('of an unknown or uninstalled shop changes nothing', async () => {
    const { live, handle, phase } = rig();
    expect(await handle('deactivated')).toEqual(DONE);
    expect(await phase()).toBeUndefined();
    await live();
    await handle('uninstalled');
    expect(await handle('deactivated')).toEqual(DONE);
    expect(await phase()).toBe('uninstalled');
  });

  it('stands although its hook fails', async () => {
    const { live, handle, phase } = rig({
      runHook: async (name) => {
        if (name === 'onDeactivate') throw new Error('partner is down');
      },
    });
    await live();
    expect(await handle('deactivated')).toEqual(failed('internal_error'));
    expect(await phase()).toBe('inactive');
  });
});

describe('an uninstall', () => {
  const secrets = ['__access_token', '__inbound_secret', 'cfg', 'cfgsec:api_key', 'mine'];

  it.each([false, true])(
    'erases token, settings and secrets at once; hook fails: %s',
    async (fails) => {
      let seen: string | null = null;
      const rigged = rig({
        runHook: async (name) => {
          if (name !== 'onUninstall') return;
          seen = await rigged.state.get('__access_token');
          if (fails) throw new Error('partner is down');
        },
      });
      const { live, handle, phase, state, store } = rigged;
      await live();
      await state.setSecret('mine', 'of the connector');
      await state.setJson('__provisioning', { sourceIds: { a: 1 }, defIds: {} });
      expect(await handle('uninstalled')).toEqual(fails ? failed('internal_error') : DONE);
      expect(seen).toBe('tok-1');
      expect(await phase()).toBe('uninstalled');
      const keys = (await store.state.list(ID)).map(({ key }) => key);
      expect(keys).toEqual(['__provisioning']);
      for (const key of secrets) expect(keys).not.toContain(key);
    },
  );

  it('is idempotent, and can be followed by another install', async () => {
    const { live, handle, install, activate, phase, done } = rig();
    expect(await handle('uninstalled')).toEqual(DONE);
    await live();
    await handle('uninstalled');
    expect(await handle('uninstalled')).toEqual(DONE);
    expect(done.filter((name) => name === 'onUninstall')).toHaveLength(1);
    await install({ access_token: 'tok-2' });
    expect(await phase()).toBe('installed');
    expect(await activate()).toBe('ready');
  });
});

describe('new settings', () => {
  it('are saved and answered at once, and provisioned afterwards', async () => {
    const { live, handle, state, done, phase } = rig();
    await live();
    const handled = await handle('config_updated', { configs: { country: 'BE' } });
    expect(handled).toMatchObject(DONE);
    expect(done).toEqual(['onConfigUpdated']);
    expect(await state.getJson('cfg')).toEqual({ country: 'BE' });
    expect(await state.get('cfgsec:api_key')).toBeNull();
    expect(await phase()).toBe('active');
    if (handled !== 'ready') await handled.after?.();
    expect(done).toEqual(['onConfigUpdated', 'provision']);
  });

  it('make ready work void', async () => {
    const { install, activate, handle, phase, ports } = rig();
    await install();
    await activate();
    expect(await handle('config_updated', { configs: { country: 'BE' } })).toEqual(DONE);
    expect(await phase()).toBe('installed');
    expect(await confirmActivation(ports, ID)).toBe(false);
  });

  it('need an installation', async () => {
    const { handle } = rig();
    expect(await handle('config_updated', { configs: {} })).toEqual(failed('not_installed'));
  });
});

it('only what ends an activation supersedes it', () => {
  const names = ['installed', 'activated', 'deactivated', 'uninstalled', 'config_updated'];
  expect(names.filter((name) => supersedes({ event: `integration.${name}` }))).toEqual([
    ...['installed', 'deactivated', 'uninstalled'],
  ]);
  expect(supersedes({ event: 'nonsense' })).toBe(false);
});
