import { describe, expect, it } from 'vitest';
import { makeApiClient } from '../../../src/runtime/api/client.ts';
import {
  makeTransport,
  needsProxy,
  type QuickAnswer,
  type QuickRequest,
} from '../../../src/runtime/api/transport.ts';
import { type Answer, httpServer, json } from '../../helpers/httpServer.ts';

const TOKEN = 'transport-token-0123456789';

async function setup(answer: Answer, timeoutMs = 5_000) {
  const server = await httpServer(answer);
  return { server, send: sender(server.url, timeoutMs) };
}

function sender(baseUrl: string, timeoutMs = 5_000) {
  const client = makeApiClient({ baseUrl, timeoutMs, retry: false }).clientFor(TOKEN);
  const transport = makeTransport(client);
  return (more: Partial<QuickRequest> = {}) =>
    transport({
      method: 'post',
      url: 'customers',
      params: undefined,
      headers: {},
      json: '[1]',
      ...more,
    });
}

interface Failure extends Error {
  code: string;
  response?: QuickAnswer;
}

const failureOf = async (sending: Promise<unknown>): Promise<Failure> =>
  sending.then(
    () => expect.unreachable('It was answered.'),
    (error: unknown) => error as Failure,
  );

describe('a request', () => {
  it('goes where the client goes, with its headers and those of its own', async () => {
    const { server, send } = await setup((_, response) => json(response, 200, {}));
    await send({ params: { limit: 5, q: 'a b&c' }, headers: { 'Idempotency-Key': 'k1' } });
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/v1/customers?limit=5&q=a+b%26c',
      body: '[1]',
      headers: { 'spm-api-key': TOKEN, 'idempotency-key': 'k1' },
    });
    expect(request?.headers['content-type']).toMatch(/^application\/json/);
  });

  it('sends every character of its body', async () => {
    const { server, send } = await setup((_, response) => json(response, 200, {}));
    const text = JSON.stringify([{ name: 'Zoë 🙂 \u2028 "' }]);
    await send({ json: text });
    expect(server.requests[0]?.body).toBe(text);
  });

  it('uses a kept connection again', async () => {
    const { server, send } = await setup((_, response) => json(response, 200, {}));
    for (let n = 0; n < 10; n++) await send();
    const connections = new Set(server.requests.map(({ connection }) => connection));
    // A connection may become free just when the next request comes.
    expect(connections.size).toBeLessThanOrEqual(2);
  });

  it('goes beside others', async () => {
    let under = 0;
    let most = 0;
    const { send } = await setup(async (_, response) => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, 50));
      under--;
      json(response, 200, {});
    });
    await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(most).toBe(8);
  });
});

describe('an answer', () => {
  it.each([200, 201, 202])('%i is given as it is', async (status) => {
    const { send } = await setup((_, response) => json(response, status, { sent_count: 1 }));
    expect(await send()).toMatchObject({ status, data: { sent_count: 1 } });
  });

  it('without a body is an empty text', async () => {
    const { send } = await setup((_, response) => void response.writeHead(204).end());
    expect(await send()).toMatchObject({ status: 204, data: '' });
  });

  it('that is no JSON is its text', async () => {
    const { send } = await setup((_, response) => void response.end('<html>proxy</html>'));
    expect(await send()).toMatchObject({ status: 200, data: '<html>proxy</html>' });
  });

  it.each([
    [304, 'ERR_BAD_REQUEST'],
    [400, 'ERR_BAD_REQUEST'],
    [401, 'ERR_BAD_REQUEST'],
    [404, 'ERR_BAD_REQUEST'],
    [413, 'ERR_BAD_REQUEST'],
    [429, 'ERR_BAD_REQUEST'],
    [500, 'ERR_BAD_RESPONSE'],
    [503, 'ERR_BAD_RESPONSE'],
  ])('%i fails with the answer and a code', async (status, code) => {
    const { send } = await setup((_, response) => {
      response.setHeader('retry-after', '7');
      json(response, status, { message: ['no'] });
    });
    const failure = await failureOf(send());
    expect(failure).toMatchObject({ code, response: { status, headers: { 'retry-after': '7' } } });
    expect(failure.message).toBe(`Request failed with status code ${status}`);
    if (status !== 304) expect(failure.response?.data).toEqual({ message: ['no'] });
  });

  it('is not followed elsewhere', async () => {
    const { server, send } = await setup((_, response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
    });
    expect(await failureOf(send())).toMatchObject({ response: { status: 307 } });
    expect(server.requests).toHaveLength(1);
  });

  it('that is far too large is not taken', async () => {
    const { send } = await setup((_, response) => {
      response.writeHead(200);
      const part = 'x'.repeat(1024 * 1024);
      for (let n = 0; n < 27; n++) response.write(part);
      response.end();
    });
    const failure = await failureOf(send());
    expect(failure.response).toBeUndefined();
    expect(failure.code).toMatch(/./);
  });
});

describe('no answer', () => {
  it.each([
    ['reset before one', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
    ['closed before one', (socket: { destroy(): void }) => socket.destroy()],
  ])('a connection %s: ECONNRESET', async (_, end) => {
    const { send } = await setup((__, response) => {
      if (response.socket) end(response.socket);
    });
    const failure = await failureOf(send());
    expect([failure.code, failure.response]).toEqual(['ECONNRESET', undefined]);
  });

  it('half a body with a length: ECONNRESET', async () => {
    const { send } = await setup((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"sent_count"', () => response.destroy());
    });
    expect(await failureOf(send())).toMatchObject({ code: 'ECONNRESET' });
  });

  it('half a body in chunks: ECONNRESET', async () => {
    const { send } = await setup((_, response) => {
      response.writeHead(200);
      response.write('{"sent_count"', () => response.destroy());
    });
    expect(await failureOf(send())).toMatchObject({ code: 'ECONNRESET' });
  });

  it('none in time: ECONNABORTED', async () => {
    const { send } = await setup(() => {}, 100);
    const failure = await failureOf(send());
    expect(failure.code).toBe('ECONNABORTED');
    expect(failure.message).toContain('100');
  });

  it('one that drips for longer than a request may take: ECONNABORTED', async () => {
    const { send } = await setup((_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    }, 150);
    expect(await failureOf(send())).toMatchObject({ code: 'ECONNABORTED' });
  });

  it('nobody there: ECONNREFUSED', async () => {
    const { server } = await setup(() => {});
    const { url } = server;
    await server.close();
    expect(await failureOf(sender(url)())).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('something else than HTTP: a code, and no answer', async () => {
    const { send } = await setup((_, response) => void response.socket?.end('hello\r\n\r\n'));
    const failure = await failureOf(send());
    expect(failure.response).toBeUndefined();
    expect(failure.code).toMatch(/./);
  });

  it('does not spoil the next request', async () => {
    const { send } = await setup((_, response, index) => {
      if (index === 0) response.socket?.resetAndDestroy();
      else json(response, 200, { index });
    });
    await failureOf(send());
    expect(await send()).toMatchObject({ data: { index: 1 } });
  });
});

describe('needsProxy', () => {
  it.each([
    [{}, false],
    [{ HTTP_PROXY: '' }, false],
    [{ NO_PROXY: '*' }, false],
    [{ HTTP_PROXY: 'http://p:1' }, true],
    [{ https_proxy: 'http://p:1' }, true],
    [{ ALL_PROXY: 'socks5://p:1' }, true],
  ])('%j: %s', (env, needed) => {
    expect(needsProxy(env)).toBe(needed);
  });
});
