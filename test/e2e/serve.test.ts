/** `serve` through the binary: whole lives of installations, kills, signals, and what it cannot start with. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServeEvent } from '../../src/commands/serve.ts';
import { makeSecretCipher } from '../../src/runtime/security/secrets.ts';
import { run, runJson } from '../helpers/cli.ts';
import { openServed, SECRET, type Served } from '../helpers/served.ts';

const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served.stop();
});

async function given(...parts: Parameters<typeof openServed>): Promise<Served> {
  const served = await openServed(...parts);
  open.push(served);
  return served;
}

const ended = (events: ServeEvent[], status: string) =>
  events.filter((one) => one.event === 'sync_ended' && one.status === status).length;

async function statusOf({ at }: Served, id: string) {
  const { document } = await runJson(['installations', 'show', id], at);
  return document.data;
}

const customers = async ({ api }: Served) => (await api.all('/customers')).length;

/** A connection test that waits for a file. */
const SLOW_TEST = (text: string) =>
  text.replace(
    'testConnection: async () => true',
    `testConnection: async () => {
      while (!existsSync('partner-answers')) await new Promise((r) => setTimeout(r, 20));
      return true;
    }`,
  );

describe('a merchant', () => {
  it('installs, activates, configures, deactivates and uninstalls the connector', async () => {
    const served = await given();
    const server = await served.serve();
    const id = await served.create();
    const installed = await served.act(id, 'install');
    expect(installed).toMatchObject({
      ok: true,
      installation: { key: expect.stringMatching(/^int-/) },
    });
    await served.configure(id, { country: 'FR' });
    expect(await served.post(`/${id}/test-connection`, {})).toMatchObject({ ok: true });
    expect(await statusOf(served, id)).toMatchObject({ installation: { status: 'inactive' } });

    expect(await served.act(id, 'activate')).toMatchObject({ ok: true });
    expect(await statusOf(served, id)).toMatchObject({
      installation: { status: 'active', shop_domain: 'a.example' },
      secrets: [
        { key: '__access_token', set: true },
        { key: '__inbound_secret', set: true },
      ],
    });
    await server.until((events) => ended(events, 'ok') > 0);
    expect(await customers(served)).toBe(120);

    expect(await served.configure(id, { country: 'BE' })).toMatchObject({ ok: true });
    expect(await served.act(id, 'deactivate')).toMatchObject({ ok: true });
    expect(await statusOf(served, id)).toMatchObject({ installation: { status: 'inactive' } });
    expect(await served.act(id, 'activate')).toMatchObject({ ok: true });
    expect(await served.act(id, 'uninstall')).toMatchObject({ ok: true });
    expect(await statusOf(served, id)).toMatchObject({
      installation: { status: 'uninstalled' },
      secrets: [
        { key: '__access_token', set: false },
        { key: '__inbound_secret', set: false },
      ],
    });

    const { code, stdout, stderr } = await server.stop('SIGTERM');
    expect(code).toBe(143);
    expect(server.events.at(-1)).toMatchObject({ event: 'stopped' });
    // Not a word of the token or the secrets, in the output or in the store.
    const key = String(installed.installation.key);
    for (const secret of [SECRET, key])
      for (const text of [stdout, stderr, dump(served)]) expect(text).not.toContain(secret);
  }, 120_000);

  it('is told why an activation failed, and can try again', async () => {
    const served = await given({}, (text) =>
      text.replace(
        'testConnection: async () => true',
        "testConnection: async () => existsSync('partner-answers')",
      ),
    );
    await served.serve('--no-sync');
    const id = await served.create();
    await served.act(id, 'install');
    const failed = await served.act(id, 'activate');
    expect(failed).toMatchObject({ ok: false, error: 'connection_failed' });
    expect(failed.installation.status).toBe('installed');
    expect(await statusOf(served, id)).toMatchObject({ installation: { status: 'inactive' } });
    served.folder.write('partner-answers', '');
    expect(await served.act(id, 'activate')).toMatchObject({ ok: true });
    expect(await statusOf(served, id)).toMatchObject({ installation: { status: 'active' } });
  }, 60_000);

  it('whose activation takes too long gets it with the next try, and is not active before', async () => {
    const served = await given({}, SLOW_TEST);
    await served.serve('--no-sync', '--answer-within', '1s');
    const id = await served.create();
    await served.act(id, 'install');
    const failed = await served.act(id, 'activate');
    expect(failed).toMatchObject({ ok: false });
    expect(failed.delivery.attempts.map(({ status }: { status: number }) => status)).toEqual([
      503, 503,
    ]);
    served.folder.write('partner-answers', '');
    await sleep(500);
    expect(await statusOf(served, id)).toMatchObject({ installation: { status: 'inactive' } });
    expect(await served.act(id, 'activate')).toMatchObject({ ok: true });
    expect(await statusOf(served, id)).toMatchObject({ installation: { status: 'active' } });
  }, 60_000);

  it('who deactivates stops a running sync, after which nothing is sent', async () => {
    const served = await given({
      stream:
        'for (const row of rows) { await new Promise((r) => setTimeout(r, 100)); yield row; }',
      push: 'ctx.sendBulk(SpmCustomers.bulkSave, records)',
      extra: 'key: (record) => record.customer_id, batchSize: 1,',
    });
    const server = await served.serve();
    const id = await served.create();
    await served.act(id, 'install');
    await served.act(id, 'activate');
    while ((await customers(served)) === 0) await sleep(50);
    expect(await served.act(id, 'deactivate')).toMatchObject({ ok: true });
    await server.until((events) => events.some((one) => one.event === 'sync_ended'));
    expect(server.events.find((one) => one.event === 'sync_ended')).toMatchObject({
      ...{ status: 'failed', error: { code: 'SPM_LEASE_LOST' } },
    });
    const before = await customers(served);
    expect(before).toBeLessThan(120);
    await sleep(500);
    expect(await customers(served)).toBe(before);
    await server.stop('SIGTERM');
  }, 60_000);
});

describe('a server that is killed', () => {
  it('has what it answered, and does what it accepted', async () => {
    const served = await given({}, SLOW_TEST);
    const first = await served.serve('--no-sync', '--answer-within', '1s');
    const id = await served.create();
    await served.act(id, 'install');
    expect(await served.act(id, 'activate')).toMatchObject({ ok: false });
    await first.stop('SIGKILL');
    served.folder.write('partner-answers', '');
    const second = await served.serve('--no-sync');
    await sleep(500);
    // The accepted activation was done, but nobody was told of its success.
    expect(await statusOf(served, id)).toMatchObject({ installation: { status: 'inactive' } });
    expect(await served.act(id, 'activate')).toMatchObject({ ok: true });
    expect(await statusOf(served, id)).toMatchObject({ installation: { status: 'active' } });
    expect((await second.stop('SIGTERM')).code).toBe(143);
  }, 60_000);

  it('in the middle of many webhooks has every one that it answered', async () => {
    const served = await given();
    const server = await served.serve('--no-sync');
    const answered = new Set<string>();
    const send = async (n: number) => {
      const id = `many-${n}`;
      const { status, body } = await webhook(served, {
        ...{ event: 'integration.installed', installation_id: id, access_token: `tok-${n}` },
      }).catch(() => ({ status: 0, body: { success: false } }));
      if (status === 200 && body.success === true) answered.add(id);
    };
    const sending = Array.from({ length: 20 }, async (_, lane) => {
      for (let n = lane; n < 600; n += 20) await send(n);
    });
    while (answered.size < 100) await sleep(2);
    await server.stop('SIGKILL');
    await Promise.all(sending);
    expect(answered.size).toBeGreaterThan(0);
    const { document } = await runJson(['installations', 'list'], served.at);
    const known = document.data.installations.map(
      (one: { installation_id: string }) => one.installation_id,
    );
    expect([...answered].filter((id) => !known.includes(id))).toEqual([]);
  }, 60_000);
});

describe('the partner', () => {
  it('calls an action of an active shop, once for each key', async () => {
    const served = await given({}, (text) =>
      text
        .replace(
          'provisioning:',
          `inbound: {
          order: async (ctx, { id }) => {
            if (id === 'bad') throw new Error('hunter2');
            await ctx.state.set('order', id + ' of ' + ctx.installationId);
            writeFileSync('calls', (existsSync('calls') ? readFileSync('calls', 'utf8') : '') + id);
          },
        },
        provisioning:`,
        )
        .replace('import { existsSync,', 'import { existsSync, readFileSync,'),
    );
    const server = await served.serve('--no-sync');
    const id = await served.create();
    await served.act(id, 'install');
    const secret = inboundSecret(served, id);
    const order = (body: object, key?: string) => inbound(served, id, secret, body, key);
    expect(await order({ id: 'a' })).toEqual([409, { success: false, error: 'no_context' }]);
    await served.act(id, 'activate');
    expect(await order({ id: 'a' }, 'k1')).toEqual([200, { success: true }]);
    expect(await order({ id: 'a' }, 'k1')).toEqual([200, { success: true, replayed: true }]);
    expect(await order({ id: 'b' }, 'k2')).toEqual([200, { success: true }]);
    expect(await order({ id: 'bad' }, 'k3')).toEqual([
      ...[500, { success: false, error: 'internal_error' }],
    ]);
    expect(await inbound(served, 'unknown', secret, {})).toEqual([
      ...[401, { success: false, error: 'unauthorized' }],
    ]);
    expect(readFileSync(served.folder.file('calls'), 'utf8')).toBe('ab');
    const { stderr } = await server.stop('SIGTERM');
    expect(stderr).toContain('hunter2');
    expect(stderr).not.toContain(secret);
  }, 60_000);
});

describe('signatures', () => {
  it('of both secrets work during a rotation', async () => {
    const served = await given();
    served.at.env.SPM_WEBHOOK_SECRET = `whsec_fedcba9876543210, ${SECRET}`;
    await served.serve('--no-sync');
    for (const secret of [SECRET, 'whsec_fedcba9876543210'])
      expect(await webhook(served, { event: 'nonsense' }, secret)).toMatchObject({
        status: 200,
        body: { success: false, error: 'unknown_event' },
      });
    expect(await webhook(served, { event: 'nonsense' }, 'whsec_another')).toMatchObject({
      status: 401,
    });
  }, 60_000);
});

describe('a server that cannot start', () => {
  it.each([
    [{ SPM_WEBHOOK_SECRET: '' }, 78, 'SPM_SECRET_MISSING', 'SPM_WEBHOOK_SECRET is not set'],
    [{ SPM_WEBHOOK_SECRET: 'short' }, 78, 'SPM_SECRET_INVALID', 'fewer than 16 characters'],
    [
      { SPM_CREDENTIALS_KEY: '', SPM_TARGET: 'production' },
      ...([78, 'SPM_SECRET_MISSING', 'SPM_CREDENTIALS_KEY'] as const),
    ],
    [{ SPM_TARGET: 'sandbox' }, 64, 'SPM_INVALID_VALUE', '--target http://127.0.0.1:5500'],
    [{ SPM_SERVE_TRUST_PROXY: '10.0.0.0/33' }, 64, 'SPM_INVALID_VALUE', 'nor a network'],
    [{ SPM_SERVE_TRUST_PROXY: 'proxy.local' }, 64, 'SPM_INVALID_VALUE', 'nor a network'],
    [{ SPM_STORE: '/proc/no/store.sqlite' }, 69, 'SPM_STORE_MISSING_FOLDER', ''],
  ])(
    'with %j says why',
    async (env, code, error, cause) => {
      const served = await given();
      const result = await run(['serve', '--port', '0'], {
        ...served.at,
        env: { ...served.at.env, ...env },
      });
      expect(result.code).toBe(code);
      expect(result.stderr).toContain(error);
      expect(result.stderr).toContain(cause);
    },
    60_000,
  );

  it('since its port is taken, or no number', async () => {
    const served = await given();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const taken = await run(['serve', '--port', String(port)], served.at);
    other.close();
    expect(taken.code).toBe(69);
    expect(taken.stderr).toContain('SPM_PORT_UNAVAILABLE');
    expect(taken.stderr).toContain('--port');
    const wrong = await run(['serve', '--port', 'http'], served.at);
    expect(wrong.code).toBe(64);
    expect(wrong.stderr).toContain("--port cannot be 'http'");
  }, 60_000);
});

/** Signed apart from the code under test. */
async function webhook({ url }: Served, event: object, secret = SECRET) {
  const body = JSON.stringify(event);
  const at = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  const headers = { 'x-shopimind-timestamp': at, 'x-shopimind-signature': signature };
  const answer = await fetch(`${url}/webhook/receive`, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** As the merchant finds it in the settings of the partner's system. */
function inboundSecret({ folder }: Served, id: string): string {
  const db = new Database(folder.file('s.sqlite'), { readonly: true });
  const sql =
    "SELECT value FROM integration_state WHERE installation_id = ? AND key = '__inbound_secret'";
  const value = String(db.prepare(sql).pluck().get(id));
  db.close();
  return makeSecretCipher('a'.repeat(64)).decrypt(value, `${id}:__inbound_secret`);
}

async function inbound({ url }: Served, id: string, secret: string, payload: object, key?: string) {
  const body = JSON.stringify(payload);
  const at = String(Math.floor(Date.now() / 1000));
  const headers = {
    'x-integration-installation': id,
    'x-integration-timestamp': at,
    'x-integration-signature': createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'),
    ...(key !== undefined && { 'x-idempotency-key': key }),
  };
  const answer = await fetch(`${url}/inbound/order`, { method: 'POST', headers, body });
  return [answer.status, await answer.json()];
}

/** All that the store holds. */
function dump({ folder }: Served): string {
  const db = new Database(folder.file('s.sqlite'), { readonly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
    return JSON.stringify(tables.map((table) => db.prepare(`SELECT * FROM "${table}"`).all()));
  } finally {
    db.close();
  }
}
