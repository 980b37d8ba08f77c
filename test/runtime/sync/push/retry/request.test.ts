import { describe, expect, it } from 'vitest';
import { Lane } from '../../../../../src/runtime/sync/push/pace/lane.ts';
import {
  type BulkAnswer,
  readBulkAnswer,
} from '../../../../../src/runtime/sync/push/retry/answer.ts';
import { type RequestTools, request } from '../../../../../src/runtime/sync/push/retry/request.ts';
import { RETRY } from '../../../../../src/runtime/sync/push/retry/retry.ts';
import { ManualClock, settled, T0 } from '../../../../helpers/syncBench.ts';

interface Try {
  status: number;
  code?: string;
  retryAfterMs?: number;
}

const OK: Try = { status: 200 };

function envelope({ status, code }: Try): unknown {
  if (status === 0) return { ok: false, statusCode: 0, data: null, error: { code, message: code } };
  const counts = { sent_count: 1, rejected_count: 0, rejected_items: [] };
  return { ok: status < 400, statusCode: status, data: status < 400 ? counts : { message: 'no' } };
}

/** One request with the given outcomes of its attempts; the last one repeats. Each wait is half of its maximum. */
function setup(tries: Try[], more: Partial<RequestTools> = {}, accepting = () => {}) {
  const clock = new ManualClock();
  const lane = new Lane(clock, { concurrency: 8 });
  const seen = { sent: [] as number[], ambiguous: 0, retried: 0, admitted: 0 };
  const tools: RequestTools = {
    lane,
    clock,
    random: () => 0.5,
    retry: RETRY,
    signal: new AbortController().signal,
    admit: () => {
      seen.admitted++;
    },
    ambiguous: () => {
      seen.ambiguous++;
    },
    retried: () => {
      seen.retried++;
    },
    ...more,
  };
  const send = async () => {
    const now = tries[Math.min(seen.sent.length, tries.length - 1)] as Try;
    seen.sent.push(clock.now() - T0);
    return { answer: readBulkAnswer(envelope(now), 1), retryAfterMs: now.retryAfterMs ?? null };
  };
  const answers: BulkAnswer[] = [];
  const start = () =>
    request({ bytes: 3, send }, tools, (answer) => {
      accepting();
      answers.push(answer);
    });
  /** Lets time pass until it has ended, at most a day. */
  const end = async () => {
    let over = false;
    const running = start().finally(() => {
      over = true;
    });
    running.catch(() => {});
    await settled();
    for (let minutes = 0; !over && minutes < 1440; minutes++) await clock.pass(60_000);
    await running;
    return answers[0];
  };
  return { clock, lane, seen, start, end, answers };
}

describe('attempts', () => {
  it('end with the first final answer', async () => {
    const { end, seen } = setup([OK]);
    expect(await end()).toEqual({ kind: 'settled', rejects: [], status: 200 });
    expect(seen).toEqual({ sent: [0], ambiguous: 0, retried: 0, admitted: 1 });
  });

  it.each([
    [{ status: 500 }, 6],
    [{ status: 502 }, 6],
    [{ status: 408 }, 6],
    [{ status: 0, code: 'ECONNRESET' }, 6],
    [{ status: 0, code: 'ECONNABORTED' }, 6],
    [{ status: 0, code: 'ECONNREFUSED' }, 4],
    [{ status: 0, code: 'ENOTFOUND' }, 4],
    [{ status: 401 }, 1],
    [{ status: 403 }, 1],
    [{ status: 404 }, 1],
    [{ status: 405 }, 1],
  ])('of %j: %i in all', async (answer, tries) => {
    const { end, seen } = setup([answer]);
    expect(await end()).toMatchObject({ kind: 'failed', status: answer.status });
    expect(seen.sent).toHaveLength(tries);
    expect(seen.admitted).toBe(tries);
    expect(seen.retried).toBe(tries - 1);
  });

  it.each([400, 413, 422])(
    '%i is an answer: the batch is not sent again as it is',
    async (status) => {
      const { end, seen } = setup([{ status }]);
      expect(await end()).toMatchObject({ kind: 'refused', status });
      expect(seen.sent).toHaveLength(1);
    },
  );

  it('have a growing back-off with jitter', async () => {
    const { end, seen } = setup([{ status: 500 }]);
    await end();
    expect(seen.sent).toEqual([0, 250, 750, 1750, 3750, 7750]);
  });

  it('that are throttled go on while there is time, in any number', async () => {
    const { end, seen } = setup([{ status: 429 }]);
    expect(await end()).toMatchObject({ kind: 'failed', status: 429 });
    expect(seen.sent.length).toBeGreaterThan(RETRY.attempts);
    expect(seen.sent.at(-1)).toBeLessThanOrEqual(RETRY.budgetMs);
  });
});

describe('in doubt', () => {
  it.each([
    [{ status: 500 }, 1],
    [{ status: 0, code: 'ECONNRESET' }, 1],
    [{ status: 0, code: 'ECONNABORTED' }, 1],
    [{ status: 429 }, 0],
    [{ status: 0, code: 'ECONNREFUSED' }, 0],
  ])('about %j: %i', async (answer, times) => {
    const { end, seen } = setup([answer, OK]);
    await end();
    expect(seen.ambiguous).toBe(times);
  });
});

describe('Retry-After', () => {
  it('is awaited, even if it is longer than a back-off', async () => {
    const { end, seen } = setup([{ status: 503, retryAfterMs: 20_000 }, OK]);
    expect(await end()).toMatchObject({ kind: 'settled' });
    expect(seen.sent).toEqual([0, 20_000]);
  });

  it.each([429, 503])(
    'of no time at all is no invitation: after %i it is backed off as ever',
    async (status) => {
      const { end, seen } = setup([{ status, retryAfterMs: 0 }]);
      await end();
      expect(seen.sent.slice(0, 5)).toEqual([0, 250, 750, 1750, 3750]);
    },
  );

  it('shorter than the back-off: the back-off is the minimum', async () => {
    const { end, seen } = setup([{ status: 429, retryAfterMs: 300 }]);
    await end();
    expect(seen.sent.slice(0, 4)).toEqual([0, 300, 800, 1800]);
  });

  it('holds for all requests of the lane', async () => {
    const { start, lane, clock } = setup([{ status: 429, retryAfterMs: 5_000 }, OK]);
    void start();
    await settled();
    let inside = false;
    void lane.enter(1).then(() => {
      inside = true;
    });
    await clock.pass(4_999);
    expect(inside).toBe(false);
    await clock.pass(1);
    expect(inside).toBe(true);
  });

  it('beyond the deadline ends the request at once, with the time to come back', async () => {
    const { end, seen, clock } = setup([{ status: 429, retryAfterMs: 600_000 }]);
    const answer = await end();
    expect(answer).toMatchObject({
      kind: 'failed',
      error: {
        code: 'SPM_API_THROTTLED',
        details: { not_before: new Date(T0 + 600_000).toISOString() },
      },
    });
    expect(seen.sent).toEqual([0]);
    expect(clock.now() - T0).toBeLessThan(600_000);
  });

  it('beyond the deadline delays no other request of the lane', async () => {
    const { start, lane, answers } = setup([{ status: 429, retryAfterMs: 600_000 }]);
    await start();
    const error = answers[0]?.kind === 'failed' ? answers[0].error : null;
    await expect(lane.enter(1)).rejects.toBe(error);
  });
});

describe('the time for attempts', () => {
  it('does not start before there is room in the lane', async () => {
    const { end, lane, seen } = setup([{ status: 429, retryAfterMs: 1_000 }, OK]);
    const permit = await lane.enter(1);
    const retryAfterMs = 10 * RETRY.budgetMs;
    permit.leave({ kind: 'throttled', retryAfterMs, overRate: false });
    expect(await end()).toMatchObject({ kind: 'settled' });
    expect(seen.sent).toHaveLength(2);
  });
});

describe('a request is stopped', () => {
  it('by an error of admit: nothing is sent', async () => {
    const { end, seen } = setup([OK], {
      admit: () => {
        throw new Error('stop');
      },
    });
    await expect(end()).rejects.toThrow('stop');
    expect(seen.sent).toEqual([]);
  });

  it('by a signal, which ends the wait; admit is asked about the next attempt', async () => {
    const stop = new AbortController();
    const { start, seen } = setup([{ status: 500 }], {
      signal: stop.signal,
      admit: () => stop.signal.throwIfAborted(),
    });
    const running = start();
    await settled();
    stop.abort(new Error('shut down'));
    await expect(running).rejects.toThrow('shut down');
    expect(seen.sent).toHaveLength(1);
  });

  it('and leaves room for others, even if the answer cannot be accepted', async () => {
    const lane = new Lane(new ManualClock(), { concurrency: 1 });
    const { start } = setup([OK], { lane }, () => {
      throw new Error('the store is full');
    });
    await expect(start()).rejects.toThrow('the store is full');
    await expect(lane.enter(1)).resolves.toBeDefined();
  });
});
