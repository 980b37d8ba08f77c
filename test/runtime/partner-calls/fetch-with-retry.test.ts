import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  type FetchWithRetryOptions,
  fetchWithRetry,
} from '../../../src/runtime/partner-calls/fetch-with-retry.ts';

type Answer = number | [number, string] | Error;

/** Returns these answers in order, and collects the sleeps. */
function setUp(answers: Answer[], options: FetchWithRetryOptions = {}) {
  const slept: number[] = [];
  let calls = 0;
  const run = () =>
    fetchWithRetry(
      async () => {
        const answer = answers[Math.min(calls++, answers.length - 1)] as Answer;
        if (answer instanceof Error) throw answer;
        const [status, retryAfter] = Array.isArray(answer) ? answer : [answer, undefined];
        return new Response('body', {
          status,
          headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
        });
      },
      {
        sleep: async (ms) => {
          slept.push(ms);
        },
        random: () => 0.5,
        now: () => 0,
        ...options,
      },
    );
  return { run, slept, calls: () => calls };
}

describe('fetchWithRetry', () => {
  it('returns the first good response', async () => {
    const { run, calls, slept } = setUp([200]);
    expect((await run()).status).toBe(200);
    expect([calls(), slept]).toEqual([1, []]);
  });

  it('retries 429, 5xx and network errors, with jittered waits', async () => {
    const { run, slept } = setUp([429, 503, new TypeError('fetch failed'), 200]);
    expect((await run()).status).toBe(200);
    expect(slept).toEqual([250, 500, 1000]);
  });

  it('returns the last response, and rethrows the last error, when the attempts are used up', async () => {
    const broken = setUp([500, 502], { maxAttempts: 2 });
    expect((await broken.run()).status).toBe(502);
    const gone = setUp([500, new Error('gone')], { maxAttempts: 2 });
    await expect(gone.run()).rejects.toThrow('gone');
  });

  it('does not retry other statuses, unless told to', async () => {
    for (const status of [200, 301, 400, 404]) {
      const { run, calls } = setUp([status]);
      await run();
      expect(calls()).toBe(1);
    }
    const list = setUp([409, 200], { retryOnStatus: [409] });
    expect((await list.run()).status).toBe(200);
    const rule = setUp([404, 200], { retryOnStatus: (status) => status === 404 });
    expect((await rule.run()).status).toBe(200);
  });

  it('waits the whole Retry-After; if it is too long, returns the response', async () => {
    const patient = setUp([[429, '90'], 200], { maxDelayMs: 1000 });
    await patient.run();
    expect(patient.slept).toEqual([90_000]);
    const dated = setUp([[503, 'Thu, 01 Jan 1970 00:00:40 GMT'], 200]);
    await dated.run();
    expect(dated.slept).toEqual([40_000]);
    const long = setUp([[429, '301'], 200]);
    expect((await long.run()).status).toBe(429);
    expect(long.slept).toEqual([]);
  });

  it('stops when it is aborted, before, between and during calls', async () => {
    const aborted = AbortSignal.abort(new Error('stop'));
    const before = setUp([200], { signal: aborted });
    await expect(before.run()).rejects.toThrow('stop');
    expect(before.calls()).toBe(0);

    const controller = new AbortController();
    const between = setUp([500], {
      signal: controller.signal,
      sleep: async () => controller.abort(new Error('stop')),
    });
    await expect(between.run()).rejects.toThrow('stop');
    expect(between.calls()).toBe(1);

    const timeout = setUp([Object.assign(new Error('aborted'), { name: 'AbortError' })]);
    await expect(timeout.run()).rejects.toThrow('aborted');
    expect(timeout.calls()).toBe(1);
  });

  it('works with fetch itself', async () => {
    let hits = 0;
    const server = createServer((_, response) => {
      response.statusCode = ++hits < 3 ? 503 : 200;
      response.end('hello');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const response = await fetchWithRetry(() => fetch(url), { sleep: async () => {} });
      expect(await response.text()).toBe('hello');
      expect(hits).toBe(3);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
