import { afterEach, describe, expect, it } from 'vitest';
import { openShop, selectShops } from '../../../src/app/shops/select.js';
import type { Selection, Shop } from '../../../src/app/shops/shop.js';
import { resolveConfig } from '../../../src/config/resolve.js';
import type { Integration } from '../../../src/connector/types.js';
import { systemClock } from '../../../src/runtime/clock.js';
import type { Store } from '../../../src/runtime/ports/store.js';
import { Redactor } from '../../../src/runtime/security/redactor.js';
import { temporaryFolder } from '../../helpers/cli.js';
import { httpServer, json } from '../../helpers/httpServer.js';
import { openSqliteStore } from '../../helpers/sqliteStore.js';

const KEY = 'a'.repeat(64);
const TOKEN = 'int-token-of-the-right-length';
const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const integration: Integration = {
  slug: 'x',
  meta: { name: 'X', version: '1.0.0' },
  configSchema: {
    fields: [{ key: 'country', type: 'text', label: 'Country', default: 'FR' }],
    steps: [{ label: 'Access', fields: [{ key: 'secret', type: 'password', label: 'Secret' }] }],
  },
  parseSettings: (raw) => {
    if (!raw.country) throw new Error('country is missing');
    return raw;
  },
  testConnection: async () => true,
  syncSteps: [],
};

/** An API that accepts any token: these tests do not check the first request. */
const openApi = () =>
  httpServer((_, response) => json(response, 200, { statusCode: 200, data: [] }));

async function given(target: string, own: Record<string, string> = {}) {
  const env = { SHOPIMIND_CORE_API_BASE: (await openApi()).url, ...own };
  const folder = temporaryFolder();
  closers.push(folder.remove);
  const project = { file: null, content: undefined, dir: folder.path, env };
  const config = await resolveConfig(project, { target, store: ':memory:' }, folder.path);
  const store = await openSqliteStore({ path: ':memory:', now: systemClock.now });
  closers.push(() => store.close());
  const input = {
    config,
    env,
    store,
    integration,
    clock: systemClock,
    redactor: new Redactor(),
    onClose: (close: () => Promise<void>) => closers.push(close),
  };
  const open = (id?: string): Promise<Shop> => openShop(input, id);
  const select = (selection: Selection) => selectShops(input, selection);
  const ids = async (selection: Selection) =>
    (await select(selection)).map(({ installationId }) => installationId);
  return { store, open, select, ids };
}

async function fill(store: Store, id: string, values: Record<string, string>): Promise<void> {
  for (const [key, value] of Object.entries(values))
    await store.state.set(id, { key, value, encrypted: false }, 0);
}

async function register(store: Store, ...ids: string[]): Promise<void> {
  for (const installationId of ids) {
    await store.installations.save({ installationId }, 0);
    await store.installations.setStatus(installationId, { from: 'inactive', to: 'active' }, 0);
  }
}

describe('the sandbox', () => {
  it('is the installation sandbox, with the defaults of the form', async () => {
    const { store, open } = await given('sandbox');
    const shop = await open();
    expect(shop.installation).toMatchObject({ installationId: 'sandbox', status: 'active' });
    expect(shop.settings).toEqual({ country: 'FR' });
    expect(await store.installations.list()).toHaveLength(1);
  });
});

describe('a URL', () => {
  it('is an installation of its own for each address and token', async () => {
    const ids = new Set<string>();
    const [one, other] = [(await openApi()).url, (await openApi()).url];
    for (const [target, token] of [
      [one, TOKEN],
      [other, TOKEN],
      [other, `${TOKEN}2`],
    ] as const) {
      const { open } = await given(target, { SPM_ACCESS_TOKEN: token });
      const { installation } = await open();
      expect(installation.shopDomain).toBe(new URL(target).host);
      expect(installation.installationId).not.toContain(token);
      ids.add(installation.installationId);
    }
    expect(ids.size).toBe(3);
  });

  it('is asked whether it takes the token once, and never again when it did', async () => {
    const api = await openApi();
    const { store, open, select } = await given(api.url, { SPM_ACCESS_TOKEN: TOKEN });
    const [shop] = await select({});
    await shop?.prove?.();
    expect(await store.installations.list()).toEqual([]);
    const { installation, state } = await open();
    await open();
    expect(api.requests.map(({ url }) => url)).toEqual(['/v1/data-sources', '/v1/data-sources']);
    expect(await state().get('__target')).toBe(api.url);
    expect(await store.installations.list()).toEqual([installation]);
  });

  it.each(['wr\u00f6ng', 'two words', 'two\nlines'])('takes no token such as %j', async (token) => {
    const { open } = await given('http://127.0.0.1:1', { SPM_ACCESS_TOKEN: token });
    await expect(open()).rejects.toMatchObject({ code: 'SPM_SECRET_INVALID' });
  });

  it('needs a token, and a key for secrets when it is not this machine', async () => {
    await expect((await given('http://127.0.0.1:1')).open()).rejects.toMatchObject({
      code: 'SPM_SECRET_MISSING',
      hint: expect.stringContaining('SPM_ACCESS_TOKEN'),
    });
    const remote = await given('https://shop.example', { SPM_ACCESS_TOKEN: TOKEN });
    await expect(remote.open()).rejects.toMatchObject({
      code: 'SPM_SECRET_MISSING',
      hint: expect.stringContaining('SPM_CREDENTIALS_KEY'),
    });
  });
});

describe('production', () => {
  const env = { SPM_CREDENTIALS_KEY: KEY, SPM_ACCESS_TOKEN: TOKEN };

  it('is the one active installation, never one of this machine', async () => {
    const { store, open } = await given('production', env);
    await register(store, 'sandbox', 'local-0123');
    await expect(open()).rejects.toMatchObject({ code: 'SPM_UNKNOWN_INSTALLATION' });
    await register(store, 'inst-1', 'inst-2');
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('Several') });
  });

  it('has the settings that its merchant filled in, and never those of a fixture', async () => {
    const { store, open } = await given('production', env);
    await register(store, 'inst-1');
    await expect(open()).rejects.toMatchObject({
      code: 'SPM_SETTINGS_INVALID',
      cause: expect.objectContaining({ message: 'country is missing' }),
    });
    await fill(store, 'inst-1', { cfg: '{"country":"DE"}' });
    const shop = await open();
    expect(shop.installation.installationId).toBe('inst-1');
    expect(shop.settings).toEqual({ country: 'DE' });
  });

  it('takes its token from the store where the environment has none', async () => {
    const { store, open } = await given('production', { SPM_CREDENTIALS_KEY: KEY });
    await register(store, 'inst-1');
    await fill(store, 'inst-1', { cfg: '{"country":"DE"}' });
    await expect(open()).rejects.toMatchObject({ code: 'SPM_SECRET_MISSING' });
    await fill(store, 'inst-1', { __access_token: TOKEN });
    expect((await open()).client.defaults.headers['spm-api-key']).toBe(TOKEN);
  });
});

describe('the selection', () => {
  const env = { SPM_CREDENTIALS_KEY: KEY };

  it('takes the named ones once each, or every active one of the registry', async () => {
    const { store, ids } = await given('production', env);
    await register(store, 'sandbox', 'local-0123', 'b', 'a');
    await store.installations.save({ installationId: 'c' }, 0);
    expect(await ids({ ids: ['b', 'a', 'b'] })).toEqual(['b', 'a']);
    expect(await ids({ all: true })).toEqual(['a', 'b']);
  });

  it('names the nearest and the rest for an unknown one, and how to activate an inactive one', async () => {
    const { store, select } = await given('production', env);
    await register(store, 'shop-1', 'shop-2');
    await store.installations.save({ installationId: 'idle' }, 0);
    await expect(select({ ids: ['shop1'] })).rejects.toMatchObject({
      code: 'SPM_UNKNOWN_INSTALLATION',
      cause: 'the registered installations are idle, shop-1, shop-2',
      hint: 'Did you mean shop-1?',
    });
    await expect(select({ ids: ['shop-1', 'idle'] })).rejects.toMatchObject({
      code: 'SPM_INSTALLATION_INACTIVE',
      hint: 'Run `spm-connect installations activate idle` first.',
    });
  });

  it('needs an active one for all', async () => {
    const { select } = await given('production', env);
    await expect(select({ all: true })).rejects.toMatchObject({ code: 'SPM_UNKNOWN_INSTALLATION' });
  });

  it('opens each with its own token; that of the environment serves one shop alone', async () => {
    const { store, select } = await given('production', { ...env, SPM_ACCESS_TOKEN: 'from-env' });
    await register(store, 'a', 'b');
    for (const id of ['a', 'b']) await fill(store, id, { cfg: '{"country":"DE"}' });
    await fill(store, 'a', { __access_token: 'token-of-a' });
    const token = async (selection: Selection, at = 0) =>
      (await (await select(selection))[at]?.open())?.client.defaults.headers['spm-api-key'];
    expect(await token({ ids: ['a'] })).toBe('token-of-a');
    expect(await token({ ids: ['b'] })).toBe('from-env');
    expect(await token({ all: true })).toBe('token-of-a');
    await expect(token({ all: true }, 1)).rejects.toMatchObject({
      code: 'SPM_SECRET_MISSING',
      hint: expect.stringContaining('installations token b'),
    });
  });

  it('is the sandbox alone on the sandbox', async () => {
    const { store, select, ids } = await given('sandbox');
    await register(store, 'shop-1');
    expect(await ids({ all: true })).toEqual(['sandbox']);
    expect(await ids({ ids: ['sandbox'] })).toEqual(['sandbox']);
    await expect(select({ ids: ['shop-1'] })).rejects.toMatchObject({
      code: 'SPM_UNKNOWN_INSTALLATION',
      cause: 'the sandbox has only the installation sandbox',
    });
    await register(store, 'local-0123456789ab');
    await expect(select({ ids: ['local-0123456789ab'] })).rejects.toMatchObject({
      code: 'SPM_SHOP_CHANGED',
      hint: expect.stringContaining('in SPM_ACCESS_TOKEN'),
    });
  });

  it('remembers no target of a registered shop whose token it refuses', async () => {
    const { url } = await httpServer((_, response) => json(response, 401, { message: 'no' }));
    const { store, open } = await given(url);
    await register(store, 'shop-1');
    await fill(store, 'shop-1', { cfg: '{"country":"DE"}', __access_token: TOKEN });
    await expect(open('shop-1')).rejects.toMatchObject({
      code: 'SPM_API_UNAUTHORIZED',
      hint: expect.stringContaining('`spm-connect installations token shop-1`'),
    });
    expect(await store.state.get('shop-1', '__shop')).toBeNull();
  });

  it('may name registered ones at a URL, whose cursors are then about that address', async () => {
    const { url } = await openApi();
    const { store, open } = await given(url);
    await register(store, 'shop-1');
    await fill(store, 'shop-1', { cfg: '{"country":"DE"}', __access_token: TOKEN });
    const shop = await open('shop-1');
    expect(await store.state.get('shop-1', '__shop')).not.toBeNull();
    expect(shop.settings).toEqual({ country: 'DE' });
    expect(shop.client.defaults.baseURL).toContain(url);
    await store.state.delete('shop-1', '__shop');
    await fill(store, 'shop-1', { __shop: 'production' });
    await expect(open('shop-1')).rejects.toMatchObject({
      code: 'SPM_SHOP_CHANGED',
      cause: `its cursors belong to production, but the target is ${url}`,
    });
  });

  it('knows the implied one of a URL by its id', async () => {
    const { open } = await given((await openApi()).url, { SPM_ACCESS_TOKEN: TOKEN });
    const { installationId } = (await open()).installation;
    expect((await open(installationId)).installation.installationId).toBe(installationId);
  });
});
