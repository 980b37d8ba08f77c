import { SpmCustomers, type SpmHttpClient } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { makeApiClient } from '../../../src/runtime/api/client.ts';
import { makePushClient, type Outgoing } from '../../../src/runtime/api/push-client.ts';
import { readBulkAnswer } from '../../../src/runtime/sync/push/retry/answer.ts';
import { type Answer, httpServer, json } from '../../helpers/httpServer.ts';
import { bench, customers, stepOf } from '../../helpers/syncBench.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const COUNTS = { statusCode: 200, sent_count: 1, rejected_count: 0, rejected_items: [] };

async function setup(answer: Answer, env: Record<string, string> = {}) {
  const server = await httpServer(answer);
  const client = makeApiClient({ baseUrl: server.url, retry: false, timeoutMs: 5_000 }).clientFor(
    'push-client-token-0123',
  );
  const pushing = makePushClient(client, () => NOW, env);
  const push = async (items: object[] = customers('a'), idempotencyKey = 'key-1') => {
    const body = Buffer.from(JSON.stringify(items));
    const request = { method: 'post', url: 'customers' } as Outgoing['request'];
    const outgoing: Outgoing = { request, data: items, body, idempotencyKey, retryAfterMs: null };
    const envelope = await pushing.send(outgoing);
    return { envelope, outgoing, answer: readBulkAnswer(envelope, items.length) };
  };
  return { server, client, push };
}

/** Makes the SDK's own transport take over, which finds no proxy in the environment of this process. */
const PROXY = { HTTPS_PROXY: 'http://127.0.0.1:9' };

const ok: Answer = (_, response) => json(response, 200, COUNTS);

describe('a push', () => {
  it.each([
    ['by the quick way', {}],
    ['by the way of the SDK, where there is a proxy that is not for this host', PROXY],
  ])('sends what the SDK sends by itself, and the key: %s', async (_, env) => {
    const { server, client, push } = await setup(ok, env);
    const items = customers('a', 'b');
    await SpmCustomers.bulkSave(client, items as never[]);
    const { envelope } = await push(items);
    expect(envelope).toMatchObject({ ok: true, statusCode: 200, data: COUNTS });
    const [own, ours] = server.requests;
    expect([ours?.method, ours?.url, ours?.body]).toEqual([own?.method, own?.url, own?.body]);
    expect(own?.headers['idempotency-key']).not.toBe('key-1');
    expect(ours?.headers).toMatchObject({
      'idempotency-key': 'key-1',
      'spm-api-key': own?.headers['spm-api-key'],
      'content-type': own?.headers['content-type'],
    });
  });

  it.each([
    [400, 'refused'],
    [401, 'failed'],
    [413, 'refused'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ])('gives the same envelope for %i as the SDK', async (status, kind) => {
    const { client, push } = await setup((_, response) =>
      json(response, status, { message: 'no' }),
    );
    const own = await SpmCustomers.bulkSave(client, customers('a') as never[]);
    const { envelope, answer } = await push();
    expect(envelope).toMatchObject({ ok: own.ok, statusCode: own.statusCode, data: own.data });
    expect(answer.kind).toBe(kind);
  });

  it.each([
    ['a page of a proxy', 'ambiguous', ((_, response) => void response.end('<html>')) as Answer],
    [
      'JSON without counts',
      'ambiguous',
      ((_, response) => json(response, 200, { a: 1 })) as Answer,
    ],
    ['a reset', 'ambiguous', ((_, response) => void response.socket?.resetAndDestroy()) as Answer],
    [
      'half a body',
      'ambiguous',
      ((_, response) => {
        response.writeHead(200, { 'content-length': 500 });
        response.write('{', () => response.destroy());
      }) as Answer,
    ],
  ])('%s acknowledges nothing and may be repeated', async (_, repeat, answer) => {
    const { push } = await setup(answer);
    expect((await push()).answer).toMatchObject({ kind: 'failed', repeat });
  });

  it('that finds nobody there has sent nothing', async () => {
    const { server, push } = await setup(ok);
    await server.close();
    expect((await push()).answer).toMatchObject({ kind: 'failed', repeat: 'unsent', status: 0 });
  });
});

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    [new Date(NOW + 60_000).toUTCString(), 60_000],
    [new Date(NOW - 60_000).toUTCString(), 0],
    ['soon', null],
    [undefined, null],
  ])('%s asks for %s', async (value, ms) => {
    const { push } = await setup((_, response) => {
      if (value !== undefined) response.setHeader('Retry-After', value);
      json(response, 429, { message: 'slow down' });
    });
    expect((await push()).outgoing.retryAfterMs).toBe(ms);
  });

  it('is heard by the way of the SDK too', async () => {
    const { push } = await setup((_, response) => {
      response.setHeader('Retry-After', '3');
      json(response, 503, { message: 'later' });
    }, PROXY);
    expect((await push()).outgoing.retryAfterMs).toBe(3_000);
  });
});

describe('the way of the SDK', () => {
  it('is taken by a client with an adapter of its own', async () => {
    const { api, sync } = bench();
    await sync(
      stepOf('customers', {
        run: async (ctx) => {
          await ctx.sendBulk(SpmCustomers.bulkSave, customers('a'));
          return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
        },
      }),
    );
    expect(api.requests).toHaveLength(1);
  });
});

describe('idempotency keys of a sync', () => {
  /** The idempotency keys that a server gets if it rejects the first attempt of each batch. */
  async function keysOf(ids: string[], store?: Parameters<typeof bench>[0]) {
    const tried = new Set<string>();
    const server = await httpServer(({ body }, response) => {
      const again = tried.has(body);
      tried.add(body);
      if (again) json(response, 200, { ...COUNTS, sent_count: JSON.parse(body).length });
      else json(response, 500, { message: 'once more' });
    });
    const client: SpmHttpClient = makeApiClient({ baseUrl: server.url, retry: false }).clientFor(
      'push-client-token-0123',
    );
    const { sync, clock } = bench(store);
    const step = stepOf('customers', {
      run: async (ctx) => {
        await ctx.sendBulk(SpmCustomers.bulkSave, customers(...ids), { chunkSize: 1 });
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    });
    const ticking = setInterval(() => void clock.pass(1_000), 5);
    try {
      await sync(step, {}, { client, retry: { attempts: 5, budgetMs: 600_000 } });
    } finally {
      clearInterval(ticking);
    }
    const keys = new Map<string, Set<string>>();
    for (const { body, headers } of server.requests) {
      const of = keys.get(body) ?? new Set();
      keys.set(body, of.add(String(headers['idempotency-key'])));
    }
    return keys;
  }

  it('are the same for each try of a batch, and differ between batches of equal content', async () => {
    const keys = await keysOf(['a', 'b']);
    expect([...keys.values()].map(({ size }) => size)).toEqual([1, 1]);
    const all = [...keys.values()].flatMap((of) => [...of]);
    expect(new Set(all).size).toBe(2);
    for (const key of all) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are of their batch, not of its content alone', async () => {
    const [twice] = [...(await keysOf(['a', 'a'])).values()];
    expect(twice?.size).toBe(2);
  });
});
