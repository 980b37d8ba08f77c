import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type PlatformRoutes,
  platformRoutes,
  stateRoutes,
} from '../../../src/runtime/http/routes.ts';
import { createServer, type RequestLine } from '../../../src/runtime/http/server.ts';
import type { Receipt } from '../../../src/runtime/lifecycle/inbox.ts';
import type { NewWebhook, WebhookOutcome } from '../../../src/runtime/ports/lifecycle.ts';
import { signShopimindBody } from '../../../src/runtime/security/signature.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const SECRETS = ['new-secret', 'old-secret'];
const INSTALL = { event: 'integration.installed', installation_id: 'i1', access_token: 'tok' };

const receipt = (outcome: WebhookOutcome | null): Receipt => ({
  id: 1,
  answer: async () => outcome,
});

const servers: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function rig(more: Partial<PlatformRoutes> & { ready?: () => Promise<boolean> } = {}) {
  const received: NewWebhook[] = [];
  const lines: RequestLine[] = [];
  const errors: unknown[] = [];
  let now = NOW;
  const app = createServer({
    now: () => now,
    log: (line) => lines.push(line),
    failed: (error) => errors.push(error),
    routes: (server) => {
      stateRoutes(server, {
        ready: more.ready ?? (async () => true),
        healthy: async () => false,
      });
      platformRoutes(server, {
        ...{ secrets: SECRETS, toleranceSeconds: 300, now: () => now, deadlineMs: 1_000 },
        shown: () => ({}),
        testConnection: async ({ country }) => (country === 'FR' ? null : 'connection_failed'),
        remoteData: async (resource) => [{ value: resource, label: 'A' }],
        ...more,
        receive: async (webhook) => {
          received.push(webhook);
          return more.receive ? more.receive(webhook) : receipt({ success: true });
        },
      });
    },
  });
  servers.push(app);
  const sign = (body: string | Buffer, secret = SECRETS[0] as string, at = now / 1000) => ({
    'content-type': 'application/json',
    'x-shopimind-timestamp': String(at),
    'x-shopimind-signature': signShopimindBody(body, secret, at),
  });
  const post = async (
    body: string | Buffer | object,
    headers?: Record<string, string>,
    url = '/webhook/receive',
  ) => {
    const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const answer = await app.inject({
      method: 'POST',
      url,
      payload,
      headers: headers ?? sign(payload),
    });
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { app, received, lines, errors, sign, post, pass };
}

describe('a lifecycle webhook', () => {
  it('is handed on as it was sent, and answered with 200', async () => {
    const { post, received } = rig();
    const body = `{ "event": "integration.installed", "installation_id": "i1", "access_token": "é" }`;
    expect(await post(INSTALL)).toMatchObject({ status: 200, body: { success: true } });
    expect(received[0]).toMatchObject({
      installationId: 'i1',
      event: 'integration.installed',
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
      body: JSON.stringify(INSTALL),
    });
    expect(await post(body)).toMatchObject({ body: { error: 'invalid_access_token' } });
  });

  it('may be signed with any of the secrets, and have any content type', async () => {
    const { post, sign, received } = rig();
    const body = JSON.stringify(INSTALL);
    expect(await post(body, sign(body, 'old-secret'))).toMatchObject({ status: 200 });
    const { 'content-type': _, ...untyped } = sign(body);
    expect(await post(body, untyped)).toMatchObject({ status: 200 });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense; ;'])
      expect(await post(body, { ...sign(body), 'content-type': type })).toMatchObject({
        status: 200,
      });
    expect(received).toHaveLength(5);
  });

  it.each([
    ['without a signature', () => ({})],
    ['signed with another secret', (sign: Sign) => sign(JSON.stringify(INSTALL), 'wrong')],
    ['signed for another body', (sign: Sign) => sign('{}')],
    [
      'of five minutes ago',
      (sign: Sign) => sign(JSON.stringify(INSTALL), undefined, NOW / 1000 - 301),
    ],
  ])('%s is refused without a reason', async (_, headers) => {
    const { post, sign, received } = rig();
    const answer = await post(INSTALL, headers(sign));
    expect(answer).toMatchObject({ status: 401 });
    expect(answer.body).toEqual({ success: false, error: 'unauthorized' });
    expect(received).toEqual([]);
  });

  it('is refused as invalid JSON, or told what is wrong with it', async () => {
    const { post, received } = rig();
    for (const body of ['', 'nonsense', '[]', 'null', '"a"', Buffer.from([0x7b, 0xff, 0x7d])])
      expect(await post(body)).toMatchObject({ status: 400, body: { error: 'invalid_json' } });
    expect(await post({})).toMatchObject({ status: 200, body: { error: 'unknown_event' } });
    expect(await post({ event: 'install' })).toMatchObject({
      status: 200,
      body: { success: false, error: 'missing_installation_id' },
    });
    expect(received).toEqual([]);
  });

  it('is answered with 503 when the work takes too long, and when the store fails', async () => {
    const late = rig({ receive: async () => receipt(null) });
    expect(await late.post(INSTALL)).toMatchObject({ status: 503, body: { error: 'in_progress' } });
    const broken = rig({ receive: () => Promise.reject(new Error('disk')) });
    expect(await broken.post(INSTALL)).toMatchObject({
      status: 503,
      body: { error: 'unavailable' },
    });
  });

  it('learns that nobody waits any more, after the deadline', async () => {
    let gone: AbortSignal | undefined;
    const answer = (signal: AbortSignal) => {
      gone = signal;
      return new Promise<null>((resolve) => {
        signal.addEventListener('abort', () => resolve(null), { once: true });
      });
    };
    const { post } = rig({ deadlineMs: 20, receive: async () => ({ id: 1, answer }) });
    expect(await post(INSTALL)).toMatchObject({ status: 503 });
    expect(gone?.aborted).toBe(true);
  });

  it('learns that nobody waits any more, when the client goes away', async () => {
    let told = () => {};
    const aborted = new Promise<void>((resolve) => {
      told = resolve;
    });
    const answer = (signal: AbortSignal) =>
      new Promise<null>((resolve) => {
        signal.addEventListener('abort', () => {
          told();
          resolve(null);
        });
      });
    const { app, sign } = rig({ deadlineMs: 60_000, receive: async () => ({ id: 1, answer }) });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const body = JSON.stringify(INSTALL);
    const head = Object.entries(sign(body)).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /webhook/receive HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n${head.join('')}\r\n${body}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await aborted;
  });
});

type Sign = ReturnType<typeof rig>['sign'];

describe('the other routes', () => {
  it('test a connection with the settings, and give remote data', async () => {
    const { post } = rig();
    const test = (body: object) => post(body, undefined, '/webhook/test-connection');
    expect(await test({ country: 'FR' })).toMatchObject({ status: 200, body: { success: true } });
    expect(await test({})).toMatchObject({ body: { success: false, error: 'connection_failed' } });
    const remote = await post({}, undefined, '/webhook/remote-data/stores');
    expect(remote).toMatchObject({
      status: 200,
      body: { data: [{ value: 'stores', label: 'A' }] },
    });
    expect(await post({}, {}, '/webhook/remote-data/stores')).toMatchObject({ status: 401 });
    expect(await post({}, {}, '/webhook/test-connection')).toMatchObject({ status: 401 });
  });

  it('tell whether the server works, and nothing more', async () => {
    const { app } = rig({ ready: () => Promise.reject(new Error('the store is locked')) });
    const get = async (url: string) => {
      const { statusCode, payload } = await app.inject(url);
      return [statusCode, payload];
    };
    expect(await get('/livez')).toEqual([200, '{"status":"ok"}']);
    expect(await get('/readyz')).toEqual([503, '{"status":"not_ready"}']);
    expect(await get('/health')).toEqual([503, '{"status":"degraded"}']);
    expect(await get('/nope')).toEqual([404, '{"success":false,"error":"not_found"}']);
  });
});

describe('the limits', () => {
  it('bound a body', async () => {
    const { post, received } = rig();
    const large = (bytes: number) => JSON.stringify({ ...INSTALL, shop_name: 'x'.repeat(bytes) });
    expect(await post(large(1024 * 1024))).toMatchObject({
      status: 413,
      body: { error: 'body_too_large' },
    });
    expect(await post(large(1000 * 1024))).toMatchObject({ status: 200 });
    expect(await post(large(65 * 1024), undefined, '/webhook/test-connection')).toMatchObject({
      status: 413,
    });
    expect(received).toHaveLength(1);
  });

  it('slow down an address that fails to verify, and never a signed request', async () => {
    const { post, pass } = rig();
    const statuses: number[] = [];
    for (let n = 0; n < 25; n++) statuses.push((await post(INSTALL, {})).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect(await post(INSTALL)).toMatchObject({ status: 200 });
    pass(1_000);
    expect(await post(INSTALL, {})).toMatchObject({ status: 401 });
  });

  it('leave no trace of an error in an answer', async () => {
    const { post, errors } = rig({
      remoteData: () => Promise.reject(new Error('password is hunter2')),
    });
    const answer = await post({}, undefined, '/webhook/remote-data/a');
    expect(answer).toMatchObject({
      status: 500,
      body: { success: false, error: 'internal_error' },
    });
    expect(errors).toHaveLength(1);
  });
});

describe('each request', () => {
  it('has an id, which the sender may give, and a line in the log', async () => {
    const { app, post, sign, lines } = rig();
    const body = JSON.stringify(INSTALL);
    const given = await post(body, { ...sign(body), 'x-request-id': 'abc-1' });
    expect(given.headers['x-request-id']).toBe('abc-1');
    const odd = await post(body, { ...sign(body), 'x-request-id': 'a b\u0007' });
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    await app.inject('/livez?token=secret');
    expect(lines).toMatchObject([
      { request_id: 'abc-1', method: 'POST', path: '/webhook/receive', status: 200 },
      { status: 200 },
      { method: 'GET', path: '/livez', status: 200 },
    ]);
  });
});
