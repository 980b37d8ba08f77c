/** A token that the API rejects: the API is called, the error says so, and the store keeps nothing of it. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Result, run, runJson } from '../../helpers/cli.js';
import { stepsSource } from '../../helpers/hostile.js';
import { httpServer, json } from '../../helpers/httpServer.js';
import { portToKeep } from '../../helpers/port.js';
import { project, type TestProject } from '../../helpers/project.js';
import { openShop, type ShopApi } from '../../helpers/shop.js';

const PLAN = `provisioning: { dataSources: [{ key: 'a', decl: { label: 'A', type: 'api' } }], customData: [{ name: 'Card', unique_keys: ['number'], fields: [{ name: 'number', type: 'text', required: true }] }] },`;
const STEPS = [
  "bulk('customers', async function* () { yield row('good'); yield row('bad', { email: 'none' }); }, { tolerateRejects: true })",
  "plain('cards', async (ctx) => { ctx.withSource('a'); const { sent } = await ctx.customData('Card').save([{ number: 'x' }]); return { items: sent, errors: [] }; })",
];
const WRONG = 'a-token-of-nobody-0123456789';
const OTHER = 'the-token-of-another-shop-77';

let folder: TestProject;
let api: ShopApi;
/** The installation of the valid token. */
let owner: string;
beforeAll(async () => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': stepsSource(STEPS, { more: PLAN }),
  });
  api = await openShop(folder.path, 'api.sqlite', ['--port', await portToKeep()]);
  expect((await run(['provision', '--yes'], at(api.key))).code).toBe(0);
  expect((await run(['sync'], at(api.key))).code).toBe(0);
  owner = registered()[0] as string;
}, 60_000);
afterAll(async () => {
  await api.stop();
  folder.remove();
});

const at = (token: string, more: Record<string, string> = {}) => ({
  cwd: folder.path,
  env: { SPM_TARGET: api.baseUrl, SPM_ACCESS_TOKEN: token, ...more },
});

function registered(store = 's.sqlite'): string[] {
  if (!existsSync(folder.file(store))) return [];
  const db = new Database(folder.file(store), { readonly: true });
  try {
    return db.prepare('SELECT installation_id FROM installs ORDER BY 1').pluck().all() as string[];
  } finally {
    db.close();
  }
}

describe('a wrong token on a shop that is provisioned', { timeout: 120_000 }, () => {
  it.each([
    ['sync', WRONG],
    ['sync --full --only cards', `${WRONG}-2`],
    ['sync --dry-run', `${WRONG}-3`],
    ['pull --out shop.plan.yaml', `${WRONG}-4`],
    ['provision --yes', `${WRONG}-5`],
  ])('%s: is refused by the API, and registers nothing', async (line, token) => {
    const before = registered();
    const result = await runJson(line.split(' '), at(token));
    expect(result.document.error?.code ?? null).not.toBe('SPM_NOT_PROVISIONED');
    if (line.startsWith('sync') && !line.includes('dry')) {
      expect(result.document.error?.code).toBe('SPM_API_UNAUTHORIZED');
      expect(result.code).toBe(69);
    }
    expect(registered()).toEqual(before);
  });

  it('leaves health as it was', async () => {
    const health = () => runJson(['health'], { cwd: folder.path });
    const before = (await health()).document.data.active_installations;
    await run(['sync'], at(`${WRONG}-6`));
    expect((await health()).document.data.active_installations).toBe(before);
  });
});

describe('the first use ever', { timeout: 120_000 }, () => {
  it.each([
    ['with a token that is refused as forbidden', 403],
    ['with one that is refused as unknown', 401],
    ['while the API is gone', 0],
  ])('%s: ends with 69, asks the API, and registers nothing', async (_what, status) => {
    const server = await httpServer((_request, response) => {
      json(response, status, { statusCode: status, message: ['no'] });
    });
    if (status === 0) await server.close();
    const store = `first-${status}.sqlite`;
    const env = { SPM_TARGET: server.url, SPM_STORE: store };
    const { code } = await run(['sync'], at(WRONG, env));
    expect(code).toBe(69);
    if (status !== 0) expect(server.requests.length).toBeGreaterThan(0);
    expect(registered(store)).toEqual([]);
  });
});

describe('the token of another shop', { timeout: 120_000 }, () => {
  let results: Record<string, Result & { error: { code: string; hint: string | null } | null }>;
  beforeAll(async () => {
    const lines = {
      all: ['rejects', 'replay'],
      one: ['rejects', 'replay', '1'],
      named: ['rejects', 'replay', '--installation', owner],
    };
    results = {};
    for (const [name, args] of Object.entries(lines)) {
      const result = await runJson(args, at(OTHER));
      results[name] = { ...result, error: result.document.error };
    }
  }, 60_000);

  it.each(['all', 'one', 'named'])(
    'rejects replay (%s): a target that the hint names is one that is taken',
    async (name) => {
      const { code, stdout, error } = results[name] as NonNullable<(typeof results)[string]>;
      expect(code).not.toBe(70);
      const [, target] = /--target ([^\s`,.;]+(?:\.[^\s`,;]+)*)/.exec(error?.hint ?? '') ?? [];
      if (target !== undefined && !/^[A-Z<]/.test(target)) {
        const tried = await runJson(['config', '--target', target], { cwd: folder.path });
        expect(tried.document.error).toBeNull();
      }
      // A fingerprint is not an address.
      expect(stdout).not.toMatch(/--target [0-9a-f]{12}\b/);
      expect(stdout).not.toContain(OTHER);
    },
  );

  it('leaves the letters open, and names no target that is none', async () => {
    const { document } = await runJson(['rejects', '--state', 'open'], { cwd: folder.path });
    expect(document.data.total).toBe(1);
    expect(results.all?.error?.hint ?? '').not.toMatch(/--target [0-9a-f]{12}\b/);
  });
});
