import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  computeWindow,
  freshWindow,
  handedUntil,
} from '../../../../../src/runtime/sync/step/window/window.ts';

const DAY = 24 * 3600_000;
const now = new Date('2026-03-01T00:00:00.000Z');

describe('computeWindow', () => {
  it('starts at the backfill, without the overlap, on a first and on a full run', () => {
    const since = new Date(now.getTime() - 10 * DAY);
    const options = { now, backfillDays: 10, overlapSeconds: 600 };
    expect(computeWindow(null, { ...options, full: false })).toEqual({ since, until: now });
    expect(computeWindow(new Date('2026-02-28'), { ...options, full: true }).since).toEqual(since);
  });

  it('starts at the cursor minus the overlap, which is zero by default', () => {
    const cursor = new Date('2026-02-28T00:00:00.000Z');
    const options = { now, backfillDays: 10, full: false };
    expect(computeWindow(cursor, options)).toEqual({ since: cursor, until: now });
    expect(computeWindow(cursor, { ...options, overlapSeconds: 60 }).since).toEqual(
      new Date('2026-02-27T23:59:00.000Z'),
    );
  });
});

describe('handedUntil', () => {
  it('is the end of the window, or in the future when the step reads everything', () => {
    expect(handedUntil(5, false, 9)).toBe(5);
    expect(handedUntil(5, true, 9)).toBe(9 + DAY);
    expect(handedUntil(2 * DAY, true, 9)).toBe(2 * DAY);
  });
});

describe('freshWindow', () => {
  const time = fc.integer({ min: 0, max: 4e12 });
  const options = fc.record({
    start: time,
    full: fc.boolean(),
    backfillDays: fc.integer({ min: 0, max: 4000 }),
    overlapSeconds: fc.integer({ min: 0, max: 1e6 }),
    settleSeconds: fc.integer({ min: 0, max: 1e6 }),
    since: fc.option(time, { nil: undefined }),
    until: fc.option(time, { nil: undefined }),
  });

  it('never ends before its start, nor before the cursor unless asked to', () => {
    fc.assert(
      fc.property(fc.option(time), options, (cursor, given) => {
        const { since, until } = freshWindow(cursor, given);
        expect(since).toBeLessThanOrEqual(until);
        if (given.until === undefined) expect(until).toBeGreaterThanOrEqual(cursor ?? until);
        else expect(until).toBeLessThanOrEqual(given.until);
      }),
    );
  });

  it('leaves no gap after the cursor, also in a full run', () => {
    fc.assert(
      fc.property(time, options, (cursor, given) => {
        const { since } = freshWindow(cursor, { ...given, since: undefined });
        expect(since).toBeLessThanOrEqual(cursor);
      }),
    );
  });

  it('ends at the settled time', () => {
    const start = now.getTime();
    const { until } = freshWindow(start - DAY, {
      start,
      full: false,
      backfillDays: 1,
      overlapSeconds: 0,
      settleSeconds: 30,
    });
    expect(until).toBe(start - 30_000);
  });
});
