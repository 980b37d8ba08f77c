/** The part of the Store contract that concerns webhooks and the lifecycle of installations. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LifecycleChange, NewWebhook } from '../../../src/runtime/ports/lifecycle.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';

const T0 = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const ME = { host: 'here', pid: 1, id: 'me' };
const OTHER = { host: 'there', pid: 2, id: 'other' };

const webhook = (signature: string, more: Partial<NewWebhook> = {}): NewWebhook => ({
  installationId: 'i1',
  event: 'integration.installed',
  signature,
  body: `{"access_token":"tok","n":"${signature}"}`,
  payload: { access_token: '[redacted]' },
  ...more,
});

export function lifecycleConformance(name: string, makeStore: () => Promise<Store>): void {
  describe(`${name} keeps webhooks`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });
    afterEach(() => store.close());

    const accept = async (...all: NewWebhook[]) => store.webhooks.accept(all, T0);
    const failed = { success: false, error: 'connection_failed' } as const;

    it('until they are handled, the oldest first', async () => {
      const [a, b] = await accept(webhook('a'), webhook('b', { installationId: 'i2' }));
      const [c] = await accept(webhook('c'));
      expect([a, b, c].map((one) => one?.outcome)).toEqual([null, null, null]);
      const ids = [a, b, c].map((one) => one?.id);
      expect((await store.webhooks.waiting()).map(({ id }) => id)).toEqual(ids);
      expect((await store.webhooks.waiting())[0]).toEqual({
        id: a?.id,
        installationId: 'i1',
        event: 'integration.installed',
        body: webhook('a').body,
        attempts: 1,
      });
      await store.webhooks.settle(b?.id as number, { success: true }, T0);
      await store.webhooks.settle(a?.id as number, failed, T0);
      expect((await store.webhooks.waiting()).map(({ id }) => id)).toEqual([c?.id]);
      expect((await store.webhooks.recent(10)).map(({ id }) => id)).toEqual([...ids].reverse());
    });

    it('and knows one that it has seen by its signature', async () => {
      const [first] = await accept(webhook('a'));
      expect(await accept(webhook('a'))).toEqual([{ id: first?.id, outcome: null }]);
      expect(await store.webhooks.waiting()).toMatchObject([{ id: first?.id, attempts: 2 }]);
      await store.webhooks.settle(first?.id as number, { success: true }, T0);
      expect(await accept(webhook('a'))).toEqual([{ id: first?.id, outcome: { success: true } }]);
      expect(await store.webhooks.waiting()).toEqual([]);
      // The same signature of another installation is another webhook.
      const [other] = await accept(webhook('a', { installationId: 'i2' }));
      expect(other?.outcome).toBeNull();
      expect(other?.id).not.toBe(first?.id);
    });

    it('and lets one that failed wait again when it is repeated', async () => {
      const [first] = await accept(webhook('a'));
      await store.webhooks.settle(first?.id as number, failed, T0);
      expect(await store.webhooks.waiting()).toEqual([]);
      expect(await accept(webhook('a'))).toEqual([{ id: first?.id, outcome: null }]);
      expect(await store.webhooks.waiting()).toMatchObject([
        { id: first?.id, attempts: 2, body: webhook('a').body },
      ]);
    });

    it('that came twice in one batch once', async () => {
      const [one, two] = await accept(webhook('a'), webhook('a'));
      expect(two).toEqual(one);
      expect(await store.webhooks.waiting()).toHaveLength(1);
    });
  });

  describe(`${name} keeps lifecycles`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });
    afterEach(() => store.close());

    const change = (wanted: LifecycleChange, now = T0) => store.lifecycle.change('i1', wanted, now);
    const install = () => change({ phase: 'installed', installation: { installationId: 'i1' } });
    const status = async () => (await store.installations.get('i1'))?.status;

    it('with the status of the ecosystem', async () => {
      expect(await store.lifecycle.get('i1')).toBeNull();
      expect(await install()).toBe(true);
      expect(await store.lifecycle.get('i1')).toEqual({
        phase: 'installed',
        backfill: false,
      });
      expect(await status()).toBe('inactive');
      await change({ phase: 'active', backfill: true }, T0 + 5);
      expect(await status()).toBe('active');
      expect((await store.installations.get('i1'))?.activatedAt).toBe(T0 + 5);
      await store.lifecycle.endBackfill('i1');
      expect(await store.lifecycle.get('i1')).toEqual({
        phase: 'active',
        backfill: false,
      });
      await change({ phase: 'inactive' }, T0 + 6);
      expect(await store.installations.get('i1')).toMatchObject({
        status: 'inactive',
        deactivatedAt: T0 + 6,
      });
      await change({ phase: 'uninstalled' }, T0 + 7);
      expect(await status()).toBe('uninstalled');
      await install();
      expect(await store.installations.get('i1')).toMatchObject({
        status: 'inactive',
        installedAt: T0,
        uninstalledAt: null,
      });
    });

    it('and changes one only from the given phases', async () => {
      expect(await change({ phase: 'active', from: ['ready'] })).toBe(false);
      expect(await store.installations.get('i1')).toBeNull();
      await install();
      expect(await change({ phase: 'active', from: ['ready', 'activating'] })).toBe(false);
      expect(await status()).toBe('inactive');
      expect(await change({ phase: 'ready', from: ['installed'] })).toBe(true);
      expect(await change({ phase: 'active', from: ['ready', 'activating'] })).toBe(true);
    });

    it('and follows a status that a command set', async () => {
      await install();
      await store.installations.setStatus('i1', { from: 'inactive', to: 'active' }, T0);
      expect((await store.lifecycle.get('i1'))?.phase).toBe('active');
      await store.installations.setStatus('i1', { from: 'active', to: 'inactive' }, T0);
      expect((await store.lifecycle.get('i1'))?.phase).toBe('installed');
      await change({ phase: 'active' });
      await store.installations.setStatus('i1', { from: 'active', to: 'inactive' }, T0);
      expect((await store.lifecycle.get('i1'))?.phase).toBe('inactive');
    });

    it('and changes the state in the same act', async () => {
      const entry = (key: string) => ({ key, value: `of ${key}`, encrypted: false });
      await change({
        phase: 'installed',
        installation: { installationId: 'i1', shopDomain: 'a.example' },
        state: [entry('a'), entry('b'), entry('ids')],
      });
      const keys = async () => (await store.state.list('i1')).map(({ key }) => key);
      expect(await keys()).toEqual(['a', 'b', 'ids']);
      await change({ phase: 'inactive', forget: ['b'], state: [entry('c')] });
      expect(await keys()).toEqual(['a', 'c', 'ids']);
      await change({ phase: 'uninstalled', keepOnly: ['ids'] });
      expect(await keys()).toEqual(['ids']);
      expect((await store.installations.get('i1'))?.shopDomain).toBe('a.example');
    });

    it('and takes the lease from its holder', async () => {
      await install();
      const taken = await store.leases.acquire('i1', ME, 30_000, T0);
      if (!taken.acquired) throw new Error('held');
      await change({ phase: 'inactive', revokeForMs: 15_000 }, T0 + 1_000);
      await expect(store.fenced.openRun(taken.lease, T0 + 1_000)).rejects.toMatchObject({
        code: 'SPM_LEASE_LOST',
      });
      expect(await store.leases.renew(taken.lease, 30_000, T0 + 1_000)).toBeNull();
      // Its requests in flight end before anybody else works on the installation.
      const during = await store.leases.acquire('i1', OTHER, 30_000, T0 + 15_999);
      expect(during.acquired).toBe(false);
      const after = await store.leases.acquire('i1', OTHER, 30_000, T0 + 16_000);
      expect(after).toMatchObject({ acquired: true, lease: { fence: taken.lease.fence + 2 } });
    });

    it('and takes no lease that was released, so that the next one gets it at once', async () => {
      await install();
      const taken = await store.leases.acquire('i1', ME, 30_000, T0);
      if (!taken.acquired) throw new Error('held');
      await store.leases.release(taken.lease);
      await change({ phase: 'inactive', revokeForMs: 15_000 }, T0 + 1_000);
      expect((await store.leases.acquire('i1', OTHER, 30_000, T0 + 1_000)).acquired).toBe(true);
    });

    it('and ends it, and what waits, with the installation', async () => {
      await store.webhooks.accept([webhook('a')], T0);
      await change({ phase: 'active', installation: { installationId: 'i1' }, backfill: true });
      const taken = await store.leases.acquire('i1', ME, 30_000, T0);
      if (!taken.acquired) throw new Error('held');
      await store.fenced.removeInstallation(taken.lease);
      expect(await store.webhooks.waiting()).toEqual([]);
      expect(await store.webhooks.recent(10)).toHaveLength(1);
      expect(await store.lifecycle.get('i1')).toBeNull();
      await install();
      expect((await store.lifecycle.get('i1'))?.backfill).toBe(false);
    });
  });

  describe(`${name} executes inbound calls once`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });
    afterEach(() => store.close());

    const CALL = { installationId: 'i1', key: 'k', action: 'order' };
    const begin = (call = CALL, now = T0) => store.inbound.begin(call, now - 60_000, now);

    it('and knows one that succeeded', async () => {
      expect(await begin()).toBe('begun');
      expect(await begin()).toBe('running');
      await store.inbound.end(CALL, null, T0 + 5);
      expect(await begin()).toBe('done');
      expect(await begin(CALL, T0 + 1e9)).toBe('done');
    });

    it('and begins one again that failed, or whose process died', async () => {
      await begin();
      await store.inbound.end(CALL, 'the partner is down', T0);
      expect(await begin()).toBe('begun');
      expect(await begin(CALL, T0 + 59_999)).toBe('running');
      expect(await begin(CALL, T0 + 60_000)).toBe('begun');
      expect(await begin(CALL, T0 + 60_001)).toBe('running');
    });

    it('and tells calls apart by installation and key', async () => {
      await begin();
      expect(await begin({ ...CALL, installationId: 'i2' })).toBe('begun');
      expect(await begin({ ...CALL, key: 'other' })).toBe('begun');
      expect(await begin({ ...CALL, action: 'other' })).toBe('running');
    });

    it('and lets only one of two at once begin', async () => {
      const both = await Promise.all([begin(), begin()]);
      expect(both.sort()).toEqual(['begun', 'running']);
    });
  });
}
