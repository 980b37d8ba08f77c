import { describe, expect, it } from 'vitest';
import { Lane, type Permit } from '../../../../../src/runtime/sync/push/pace/lane.ts';
import type { LearnedPace } from '../../../../../src/runtime/sync/push/pace/learned.ts';
import type { Outcome } from '../../../../../src/runtime/sync/push/pace/speed.ts';
import { ManualClock, settled } from '../../../../helpers/syncBench.ts';

const DONE: Outcome = { kind: 'done' };
const throttled = (retryAfterMs: number | null, overRate = true): Outcome => ({
  kind: 'throttled',
  retryAfterMs,
  overRate,
});

const learned = (part: Partial<LearnedPace>): LearnedPace => ({
  ...{ requests_per_second: null, in_flight: 8, learned_at: '1970-01-01T00:00:00.000Z' },
  ...part,
});

/** A pause as the API requests it. */
async function pause(lane: Lane, ms: number): Promise<void> {
  (await lane.enter(1)).leave(throttled(ms, false));
}

function setup(options: Partial<ConstructorParameters<typeof Lane>[1]> = {}) {
  const clock = new ManualClock();
  const lane = new Lane(clock, { concurrency: 8, ...options });
  const inside: Permit[] = [];
  const enter = (count: number, bytes = 10) => {
    for (let n = 0; n < count; n++) void lane.enter(bytes).then((permit) => inside.push(permit));
    return settled();
  };
  const leave = async (outcome: Outcome = DONE) => {
    inside.shift()?.leave(outcome);
    await settled();
  };
  const learnedNow = () => lane.speed.learned(clock.now());
  return { clock, lane, inside, enter, leave, learnedNow };
}

describe('requests in flight', () => {
  it('are all that may be, at once', async () => {
    const { inside, enter } = setup();
    await enter(60);
    expect(inside).toHaveLength(8);
  });

  it('start where an earlier run ended, and are one more after each round without throttling', async () => {
    const { inside, enter, leave } = setup({ learned: learned({ in_flight: 4 }) });
    await enter(60);
    expect(inside).toHaveLength(4);
    for (let n = 0; n < 4; n++) await leave();
    expect(inside).toHaveLength(5);
    for (let n = 0; n < 40; n++) await leave();
    expect(inside).toHaveLength(8);
  });

  it('never exceed the limit', async () => {
    const { inside, enter, leave } = setup({ concurrency: 2 });
    await enter(10);
    expect(inside).toHaveLength(2);
    for (let n = 0; n < 6; n++) await leave();
    expect(inside).toHaveLength(2);
  });

  it('are halved when throttled, once for all that were in flight', async () => {
    const { inside, enter, leave } = setup();
    await enter(60);
    for (let n = 0; n < 44; n++) await leave();
    expect(inside).toHaveLength(8);
    await leave(throttled(null, false));
    await leave(throttled(null, false));
    for (let n = 0; n < 4; n++) await leave({ kind: 'failed' });
    expect(inside).toHaveLength(4);
  });

  it('hold no more bytes than allowed, except a single large request', async () => {
    const { inside, enter, leave } = setup({ maxBytes: 100 });
    await enter(1, 500);
    await enter(2, 60);
    expect(inside).toHaveLength(1);
    await leave();
    expect(inside).toHaveLength(1);
    await leave();
    expect(inside).toHaveLength(1);
  });
});

describe('a pause that the API asks for', () => {
  it('holds for all requests, including waiting ones', async () => {
    const { clock, inside, enter, leave } = setup();
    await enter(16);
    await leave(throttled(5000, false));
    for (let n = 0; n < 7; n++) await leave();
    expect(inside).toHaveLength(0);
    await clock.pass(4999);
    expect(inside).toHaveLength(0);
    await clock.pass(1);
    expect(inside.length).toBeGreaterThan(0);
  });

  it('ends for all when the signal is aborted: they check it themselves', async () => {
    const stop = new AbortController();
    const { lane, inside, enter } = setup({ signal: stop.signal });
    await pause(lane, 60_000);
    await enter(20);
    expect(inside).toHaveLength(0);
    stop.abort();
    await settled();
    expect(inside).toHaveLength(20);
  });
});

describe('a lane that is closed', () => {
  it('rejects waiting and new requests with its error', async () => {
    const { lane } = setup();
    await pause(lane, 60_000);
    const waiting = lane.enter(1);
    lane.close('later');
    await expect(waiting).rejects.toBe('later');
    await expect(lane.enter(1)).rejects.toBe('later');
    lane.close('again');
    await expect(lane.enter(1)).rejects.toBe('later');
  });

  it('does not disturb requests in flight', async () => {
    const { lane, inside, enter } = setup();
    await enter(1);
    lane.close('later');
    inside[0]?.leave(DONE);
    await expect(lane.enter(1)).rejects.toBe('later');
  });
});

describe('what is learned', () => {
  it('is nothing where the API never throttled', async () => {
    const { enter, leave, learnedNow } = setup();
    await enter(8);
    for (let n = 0; n < 8; n++) await leave();
    expect(learnedNow()).toBeNull();
  });

  it('is the limit in flight after a 503, until it is full again', async () => {
    const { clock, enter, leave, learnedNow } = setup();
    await enter(60);
    await leave(throttled(null, false));
    expect(learnedNow()).toEqual({
      requests_per_second: null,
      in_flight: 4,
      learned_at: new Date(clock.now()).toISOString(),
    });
    for (let n = 0; n < 60; n++) await leave();
    expect(learnedNow()).toBeNull();
  });

  it('is the rate after a 429, and the next lane keeps to it from the first request on', async () => {
    const first = setup();
    await first.enter(8);
    await first.clock.pass(1000);
    for (let n = 0; n < 7; n++) await first.leave();
    await first.leave(throttled(null));
    // The API has not accepted anything at this rate yet.
    expect(first.learnedNow()).toMatchObject({ requests_per_second: null, in_flight: 4 });
    await first.enter(1);
    await first.clock.pass(1000);
    await first.leave();
    const known = first.learnedNow();
    expect(known?.requests_per_second).toBeCloseTo(7, 0);
    const next = setup({ learned: known });
    await next.enter(8);
    expect(next.inside).toHaveLength(1);
    await next.clock.pass(1000);
    expect(next.inside).toHaveLength(Math.min(known?.in_flight ?? 0, 8));
    expect(next.learnedNow()).toMatchObject({ learned_at: known?.learned_at });
  });
});
