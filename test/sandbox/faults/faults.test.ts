import { request } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { SpmClient, SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { Faults } from '../../../src/sandbox/faults/faults.ts';
import { startSandbox } from '../../../src/sandbox/index.ts';
import { call, customer, type Rig, rig } from '../fixtures.ts';

const PATH = '/v1/customers';

/** One HTTP request: the status and headers, and the body or the code of the error that ended it. */
function send(
  { sandbox }: Pick<Rig, 'sandbox'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; headers: Record<string, unknown>; body: string; cut?: string }> {
  const headers = { 'spm-api-key': sandbox.key, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(
      `${sandbox.baseUrl}${path}`,
      { method, headers, agent: false },
      (answer) => {
        let text = '';
        const result = (cut?: string) => ({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: text,
          ...(cut === undefined ? {} : { cut }),
        });
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve(result()));
        answer.on('error', (error: NodeJS.ErrnoException) => resolve(result(error.code)));
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The log is written when the connection has finished the answer, so the next request comes after it. */
async function logged(r: Rig) {
  await send(r, 'GET', '/v1/carriers');
  return r.sandbox.requests.filter(({ path }) => path !== '/v1/carriers');
}

/** Whether the first fault has met a request, which means that the request has arrived. */
async function happened({ baseUrl }: { baseUrl: string }): Promise<boolean> {
  const answer = await fetch(`${baseUrl}/_sandbox/faults`);
  const { faults } = (await answer.json()) as { faults: { happened: number }[] };
  return (faults[0]?.happened ?? 0) > 0;
}

describe('a fault', () => {
  it('answers with its status and does not do the work', async () => {
    const r = await rig({ faults: ['POST /v1/customers 503 retry-after=7'] });
    const answer = await send(r, 'POST', PATH, [customer('c1')]);
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
    expect(JSON.parse(answer.body)).toEqual({ statusCode: 503, message: 'Service Unavailable' });
    expect(r.sandbox.state.count('customers')).toBe(0);
    expect(await send(r, 'GET', PATH)).toMatchObject({ status: 200 });
    expect((await logged(r))[0]).toMatchObject({
      status: 503,
      items: 1,
      fault: 'POST /v1/customers 503 retry-after=7',
      response: answer.body,
    });
  });

  it('resets the connection before the write is applied', async () => {
    const r = await rig({ faults: ['POST /v1/customers reset-before times=1'] });
    await expect(send(r, 'POST', PATH, [customer('c1')])).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(r.sandbox.state.count('customers')).toBe(0);
    expect((await logged(r))[0]).toMatchObject({ status: 0, response: '' });
  });

  it('resets the connection after the write was applied: the row is there', async () => {
    const r = await rig({ faults: ['POST /v1/customers reset-after times=1'] });
    await expect(send(r, 'POST', PATH, [customer('c1')])).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(r.sandbox.state.list('customers')).toMatchObject([{ customer_id: 'c1' }]);
    const [entry] = await logged(r);
    expect(entry).toMatchObject({ status: 0 });
    expect(entry?.response).toContain('"sent_count":1');
  });

  it('truncates the body of an answer that says it is longer', async () => {
    const r = await rig({ faults: ['POST /v1/customers truncate'] });
    const answer = await send(r, 'POST', PATH, [customer('c1')]);
    expect(answer).toMatchObject({ status: 200, cut: 'ECONNRESET' });
    expect(answer.body.length).toBe(Math.floor(Number(answer.headers['content-length']) / 2));
    expect(r.sandbox.state.count('customers')).toBe(1);
  });

  it('sends the whole body slowly', async () => {
    const r = await rig({ faults: ['GET /v1/customers slow=50'] });
    const answer = await send(r, 'GET', PATH);
    expect(answer.cut).toBeUndefined();
    expect(JSON.parse(answer.body)).toMatchObject({ statusCode: 200, data: [] });
    expect((await logged(r))[0]?.ms).toBeGreaterThan(30);
  });

  it('never answers, until the client gives up or the sandbox stops', async () => {
    const sandbox = await startSandbox({ faults: ['* /v1/* timeout'] });
    const unanswered = send({ sandbox }, 'POST', PATH, [customer('c1')]);
    const outcome = expect(unanswered).rejects.toMatchObject({ code: 'ECONNRESET' });
    const client = SpmClient.getClient('v1', sandbox.key, {
      baseUrl: sandbox.baseUrl,
      labelSource: null,
      retry: false,
      timeout: 50,
    });
    expect(await SpmCustomers.list(client)).toMatchObject({ ok: false });
    expect(sandbox.state.count('customers')).toBe(0);
    await sandbox.stop();
    await outcome;
  });

  it('is met by the SDK, which tries again', async () => {
    const { sandbox } = await rig({ faults: ['GET /v1/customers 503 retry-after=0 times=2'] });
    const options = { baseUrl: sandbox.baseUrl, labelSource: null };
    const client = SpmClient.getClient('v1', sandbox.key, options);
    expect(await call(SpmCustomers.list(client))).toMatchObject({ statusCode: 200 });
    expect(sandbox.requests.slice(0, 2).map(({ status }) => status)).toEqual([503, 503]);
  });

  it('happens as often as it may, and can be ended', async () => {
    const r = await rig();
    const end = r.sandbox.fault('GET /v1/* 500');
    r.sandbox.fault('GET /v1/customers 418 times=2');
    const statusOf = async (path: string) => (await send(r, 'GET', path)).status;
    expect(await statusOf('/v1/orders?limit=1')).toBe(500);
    end();
    expect(await statusOf('/v1/orders')).toBe(200);
    expect([await statusOf(PATH), await statusOf(PATH), await statusOf(PATH)]).toEqual([
      418, 418, 200,
    ]);
    expect(() => r.sandbox.fault('nonsense')).toThrow(/is not a fault/);
  });

  it('leaves a wrong key, an unknown path and a bad body to the API', async () => {
    const { sandbox } = await rig({ faults: ['* /v1/* 500'] });
    expect((await send({ sandbox: { ...sandbox, key: 'wrong' } }, 'GET', PATH)).status).toBe(401);
    expect((await send({ sandbox }, 'GET', '/v1/nothing')).status).toBe(404);
  });
});

describe('chance', () => {
  const verdicts = (faults: Faults, n = 1000) =>
    Array.from({ length: n }, () => faults.next('GET', PATH).fault !== undefined);

  it('comes up as often as it says, and the same for the same seed', () => {
    const make = (faultSeed: number) =>
      new Faults({ faults: ['* /v1/* 10% 500'], faultSeed }, () => 0);
    const first = verdicts(make(1));
    const often = first.filter(Boolean).length;
    expect(often).toBeGreaterThan(60);
    expect(often).toBeLessThan(140);
    expect(verdicts(make(1))).toEqual(first);
    expect(verdicts(make(2))).not.toEqual(first);
    const again = make(2);
    verdicts(again);
    again.setSeed(1);
    expect(verdicts(again)).toEqual(first);
  });

  it('is not changed by another fault or by latency', () => {
    const alone = new Faults({ faults: ['* /v1/* 10% 500'], faultSeed: 5 }, () => 0);
    const more = ['* /v1/* 10% 500', '* /v1/* 50% 503'];
    const among = new Faults({ faults: more, faultSeed: 5, latency: '1..9' }, () => 0);
    const statuses = (faults: Faults) =>
      Array.from({ length: 300 }, () => {
        const action = faults.next('GET', PATH).fault?.action;
        return action?.kind === 'status' && action.status === 500;
      });
    expect(statuses(among)).toEqual(statuses(alone));
  });

  it('of 0% never comes up, of 100% always', () => {
    expect(verdicts(new Faults({ faults: ['* /v1/* 0% 500'] }, () => 0))).not.toContain(true);
    expect(verdicts(new Faults({ faults: ['* /v1/* 100% 500'] }, () => 0))).not.toContain(false);
  });
});

describe('latency', () => {
  it('lies in its range, both ends included, and repeats with the seed', () => {
    const make = () => new Faults({ latency: '3..6', faultSeed: 1 }, () => 0);
    const waits = (faults: Faults) =>
      Array.from({ length: 200 }, () => faults.next('GET', PATH).wait);
    const first = waits(make());
    expect([...new Set(first)].sort()).toEqual([3, 4, 5, 6]);
    expect(waits(make())).toEqual(first);
  });

  it('holds answers back over HTTP, and lets them go when the sandbox stops', async () => {
    const r = await rig({ latency: 40 });
    await send(r, 'GET', PATH);
    expect((await logged(r))[0]?.ms).toBeGreaterThan(30);
    const sandbox = await startSandbox({ latency: '1h', faults: ['* /v1/* 503'] });
    const answer = send({ sandbox }, 'GET', PATH);
    while (!(await happened(sandbox))) await setImmediate();
    await sandbox.stop();
    expect((await answer).status).toBe(503);
  });
});

describe('a rate limit', () => {
  it('answers 429 with Retry-After, and lets more through as time goes by', async () => {
    let now = 0;
    const r = await rig({ rateLimit: '2/s', now: () => now });
    const statuses = async () => [
      (await send(r, 'GET', PATH)).status,
      (await send(r, 'GET', PATH)).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    const refused = await send(r, 'POST', PATH, [customer('c1')]);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(JSON.parse(refused.body)).toEqual({ statusCode: 429, message: 'Too Many Requests' });
    expect(r.sandbox.state.count('customers')).toBe(0);
    now = 500;
    expect(await statuses()).toEqual([200, 429]);
  });
});

it.each([
  { faults: ['nonsense'] },
  { latency: 'fast' },
  { rateLimit: '10' },
  { faultSeed: -1 },
  { readDelay: 'later' },
])('does not start with %j', async (options) => {
  await expect(rig(options)).rejects.toMatchObject({ code: 'SPM_INVALID_VALUE' });
});
