import { SpmCustomers, type SpmHttpClient, SpmProducts } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { SpmError } from '../../../../src/errors.ts';
import { Lane } from '../../../../src/runtime/sync/push/pace/lane.ts';
import { RETRY } from '../../../../src/runtime/sync/push/retry/retry.ts';
import { isIdempotent, steadyClient } from '../../../../src/runtime/sync/push/steady-client.ts';
import { ManualClock, settled, T0 } from '../../../helpers/syncBench.ts';

type Try = { status: number; retryAfter?: string } | { code: string };

/** A client with the given outcomes of its calls; the last one repeats. */
function setup(...tries: Try[]) {
  const clock = new ManualClock();
  const at: number[] = [];
  const gaveUp: SpmError[] = [];
  const request = async () => {
    const now = tries[Math.min(at.length, tries.length - 1)] as Try;
    at.push(clock.now() - T0);
    if ('code' in now) throw Object.assign(new Error(now.code), { code: now.code });
    const { status, retryAfter } = now;
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    const response = { status, headers, data: { statusCode: status, sent_count: 1 } };
    if (status >= 400) throw Object.assign(new Error(`HTTP ${status}`), { response });
    return response;
  };
  let admitted = 0;
  const client = steadyClient({ request, defaults: {} } as unknown as SpmHttpClient, {
    ...{ clock, lane: new Lane(clock, { concurrency: 8 }), random: () => 0.5, retry: RETRY },
    signal: new AbortController().signal,
    admit: () => {
      admitted++;
    },
    gaveUp: (error) => {
      gaveUp.push(error);
    },
  });
  /** Lets time pass until it has ended. */
  const end = async <T>(call: Promise<T>): Promise<T> => {
    let over = false;
    const running = call.finally(() => {
      over = true;
    });
    running.catch(() => {});
    await settled();
    for (let n = 0; !over && n < 100; n++) await clock.pass(10_000);
    return running;
  };
  return { client, end, at, gaveUp, admitted: () => admitted };
}

const OK: Try = { status: 200 };
const remove = (client: SpmHttpClient) => SpmProducts.bulkDelete(client, ['1']);
const save = (client: SpmHttpClient) => SpmCustomers.bulkSave(client, []);

describe('an idempotent call', () => {
  it.each<[string, Try]>([
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['no answer in time', { code: 'ECONNABORTED' }],
    ['a reset', { code: 'ECONNRESET' }],
    ['no connection', { code: 'ECONNREFUSED' }],
  ])('is tried again after %s', async (_, failure) => {
    const { client, end, at, admitted } = setup(failure, OK);
    expect(await end(remove(client))).toMatchObject({ ok: true, statusCode: 200 });
    expect(at).toHaveLength(2);
    expect(admitted()).toBe(2);
  });

  it('waits as long as the API asks for', async () => {
    const { client, end, at } = setup({ status: 429, retryAfter: '7' }, OK);
    await end(remove(client));
    expect(at).toEqual([0, 7_000]);
  });

  it('returns its last answer when no retry helps', async () => {
    const { client, end, at, gaveUp } = setup({ status: 500 });
    expect(await end(remove(client))).toMatchObject({ ok: false, statusCode: 500 });
    expect(at).toHaveLength(RETRY.attempts);
    expect(gaveUp).toMatchObject([{ code: 'SPM_API_ERROR' }]);
  });

  it('reports when to come back, if that is too long to wait for', async () => {
    const { client, end, at, gaveUp } = setup({ status: 503, retryAfter: '600' });
    expect(await end(remove(client))).toMatchObject({ ok: false, statusCode: 503 });
    expect(at).toEqual([0]);
    const not_before = new Date(T0 + 600_000).toISOString();
    expect(gaveUp).toMatchObject([{ code: 'SPM_API_THROTTLED', details: { not_before } }]);
  });

  it.each([400, 401, 404, 422])('is not tried again after %i', async (status) => {
    const { client, end, at } = setup({ status });
    expect(await end(remove(client))).toMatchObject({ ok: false, statusCode: status });
    expect(at).toHaveLength(1);
  });
});

describe('a call that may have been applied and is not idempotent', () => {
  it.each<[string, Try, number]>([
    ['500', { status: 500 }, 1],
    ['a reset', { code: 'ECONNRESET' }, 1],
    ['429, which applies nothing', { status: 429 }, 2],
    ['no connection, by which it never left', { code: 'ECONNREFUSED' }, 2],
  ])('after %s', async (_, failure, tries) => {
    const { client, end, at } = setup(failure, OK);
    await end(save(client));
    expect(at).toHaveLength(tries);
  });
});

it.each([
  ['get', '/customers', true],
  ['put', '/customers', true],
  ['delete', '/customers/7', true],
  ['post', '/customers', false],
  ['post', 'products/bulk-delete', true],
  ['post', '/products/1/images/bulk-delete/', true],
  ['post', '/products/bulk-delete-everything', false],
  ['patch', '/custom-data-records/1/2', false],
])('%s %s may be repeated: %s', (method, url, may) => {
  expect(isIdempotent({ method, url })).toBe(may);
});

it("has the methods of the SDK's client", async () => {
  const { client, at } = setup(OK);
  await client.get('/lists');
  await client.delete('/customers/7');
  await client.post('/customers', []);
  expect(at).toHaveLength(3);
});
