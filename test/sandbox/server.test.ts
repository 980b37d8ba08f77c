import { request } from 'node:http';
import { SpmClient, SpmCustomDataDefinitions, SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { call, customer, definition, rig } from './fixtures.ts';

interface Raw {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Sends the request exactly as given, without a client library. */
function raw(sandbox: RunningSandbox, path: string, { method = 'GET', headers, body }: Raw = {}) {
  const { hostname, port } = new URL(sandbox.baseUrl);
  const all = { 'spm-api-key': sandbox.key, 'content-type': 'application/json', ...headers };
  return new Promise<{ status: number; body: Record<string, unknown> }>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: all }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const status = answer.statusCode ?? 0;
        resolve({ status, body: JSON.parse(Buffer.concat(parts).toString()) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the key', () => {
  it('is made to the documented pattern', async () => {
    const { sandbox } = await rig();
    expect(sandbox.key).toMatch(/^[a-zA-Z0-9-]{20,64}$/);
  });

  it.each([{}, { 'spm-api-key': '' }, { 'spm-api-key': `sandbox-${'0'.repeat(32)}` }])(
    'is needed: %j',
    async (headers) => {
      const { sandbox } = await rig();
      const answer = await fetch(`${sandbox.baseUrl}/v1/customers`, { headers } as RequestInit);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({ statusCode: 401, message: 'Unauthorized' });
    },
  );

  it('may be given, in the documented pattern', async () => {
    const key = 'a-key-of-my-own-0123456789';
    const { sandbox } = await rig({ key });
    expect(sandbox.key).toBe(key);
    await expect(rig({ key: 'short' })).rejects.toMatchObject({ code: 'SPM_INVALID_VALUE' });
  });
});

describe('what is not a request for a resource', () => {
  it('is 404 in the shape of the API', async () => {
    const { sandbox } = await rig();
    expect(await raw(sandbox, '/v1/nothing')).toEqual({
      status: 404,
      body: { statusCode: 404, message: 'Cannot GET /v1/nothing' },
    });
    expect(await raw(sandbox, '/customers')).toMatchObject({ status: 404 });
    expect(await raw(sandbox, '/v1/customers', { method: 'PATCH' })).toMatchObject({ status: 404 });
    expect(await raw(sandbox, '/v1/customers/%zz')).toMatchObject({ status: 400 });
  });

  it.each([
    ['not JSON', '[{]', 400, 'The body is not valid JSON'],
    ['not UTF-8', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), 400, 'The body is not valid UTF-8'],
    ['empty', '', 400, ['body must be an array']],
  ])('is refused when %s', async (_name, body, status, message) => {
    const { sandbox } = await rig();
    const answer = await raw(sandbox, '/v1/customers', { method: 'POST', body });
    expect(answer).toEqual({ status, body: { statusCode: status, message } });
  });

  it('is refused when it is not said to be JSON', async () => {
    const { sandbox } = await rig();
    const headers = { 'content-type': 'text/plain' };
    const answer = await raw(sandbox, '/v1/customers', { method: 'POST', headers, body: '[]' });
    expect(answer.status).toBe(415);
  });

  it('is refused above 25 MiB, not below', async () => {
    const { sandbox } = await rig();
    const body = JSON.stringify([customer('c1')]) + ' '.repeat(24 * 1024 * 1024);
    expect(await raw(sandbox, '/v1/customers', { method: 'POST', body })).toMatchObject({
      status: 200,
    });
    const headers = { 'content-length': String(25 * 1024 * 1024 + 1) };
    const answer = await raw(sandbox, '/v1/customers', { method: 'POST', headers });
    expect(answer).toMatchObject({ status: 413, body: { statusCode: 413 } });
  });
});

describe('what is ambiguous or unreadable', () => {
  it.each([
    ['/v1/customers?limit=5&limit=6', 400],
    ['/v1/customers?order[0][type]=asc&order[0][type]=desc', 400],
    ['/v1/customers?fields=email&fields=lang', 200],
    ['/v1/contacts?id_shop_contact=abc', 400],
    ['/v1/contacts?id_shop_contact=1', 404],
    ['/_sandbox/requests?status=zz', 400],
    ['/_sandbox/requests?status=4xx', 200],
    ['/_sandbox/requests?limit=1&limit=2', 400],
  ])('%s: %i', async (path, status) => {
    const { sandbox } = await rig();
    const headers = { 'spm-api-key': sandbox.key };
    expect((await fetch(sandbox.baseUrl + path, { headers })).status).toBe(status);
  });

  it.each([
    ['gzip', 415],
    ['identity', 400],
  ])('a body with content-encoding %s: %i', async (encoding, status) => {
    const { sandbox } = await rig();
    const answer = await fetch(`${sandbox.baseUrl}/v1/customers`, {
      method: 'POST',
      headers: {
        'spm-api-key': sandbox.key,
        'content-type': 'application/json',
        'content-encoding': encoding,
      },
      body: '[]',
    });
    expect(answer.status).toBe(status);
  });
});

it('accepts the empty JSON bodies that the SDK declares', async () => {
  const { client } = await rig();
  await call(SpmCustomDataDefinitions.create(client, definition('A') as never));
  expect(await call(SpmCustomers.list(client))).toMatchObject({ statusCode: 200 });
  expect(await call(SpmCustomers.delete(client, 'c1'))).toMatchObject({ statusCode: 200 });
  expect(await call(SpmCustomDataDefinitions.deactivate(client, 1))).toMatchObject({
    statusCode: 200,
  });
});

it('accepts the label that the SDK adds by default', async () => {
  const { sandbox } = await rig();
  const client = SpmClient.getClient('v1', sandbox.key, { baseUrl: sandbox.baseUrl });
  expect(await call(SpmCustomers.bulkSave(client, [customer('c1')]))).toMatchObject({
    sent_count: 1,
  });
  expect(await call(SpmCustomers.bulkDelete(client, ['c1']))).toMatchObject({ sent_count: 1 });
});

it('logs the last requests', async () => {
  const { sandbox, client } = await rig({ now: () => 1_000 });
  await call(SpmCustomers.bulkSave(client, [customer('c1'), customer('c2')]));
  await call(SpmCustomers.bulkSave(client, [customer('c3', { first_name: 'x'.repeat(9000) })]));
  await call(SpmCustomers.list(client, { limit: 1 }));
  // The log is written after the answer is sent, so the next answer comes after it.
  await call(SpmCustomers.list(client));
  const [first, long, read] = sandbox.requests;
  expect(first).toMatchObject({
    at: 1_000,
    method: 'POST',
    path: '/v1/customers',
    status: 200,
    items: 2,
  });
  expect(first?.body).toContain('"customer_id":"c1"');
  expect(long?.body).toHaveLength(2000);
  expect(read).toMatchObject({ method: 'GET', path: '/v1/customers?limit=1', items: 0, body: '' });
});

it('says which port it cannot have', async () => {
  const { sandbox } = await rig();
  const port = Number(new URL(sandbox.baseUrl).port);
  await expect(rig({ port })).rejects.toMatchObject({ code: 'SPM_PORT_UNAVAILABLE' });
});
