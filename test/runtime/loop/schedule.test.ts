import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSyncs, nextSync, type SyncAttempt } from '../../../src/runtime/loop/schedule.ts';
import type { Cursor } from '../../../src/runtime/ports/records.ts';
import { DAY, MINUTE, T0 } from '../../helpers/syncBench.ts';

const INTERVAL = 15 * MINUTE;
const middle = () => 0.5;

const cursor = (more: Partial<Cursor> = {}): Cursor => ({
  installationId: 'a',
  entity: 'orders',
  sourceKey: '',
  lastSyncedAt: null,
  lastStatus: 'ok',
  lastError: null,
  items: 0,
  updatedAt: T0,
  consecutiveFailures: 0,
  ...more,
});

const nextOf = (attempt: SyncAttempt, more: Partial<Parameters<typeof nextSync>[1]> = {}) =>
  nextSync(attempt, { intervalMs: INTERVAL, startedAt: T0, now: T0, random: middle, ...more });

const next = (attempt: SyncAttempt, more: Partial<Parameters<typeof nextSync>[1]> = {}) =>
  nextOf(attempt, more).at - T0;

describe('the next sync', () => {
  it('begins an interval after the last one began, and never at once', () => {
    expect(next({ kind: 'ran', cursors: [cursor()] })).toBe(INTERVAL);
    expect(next({ kind: 'ran', cursors: [] }, { now: T0 + 5 * MINUTE })).toBe(INTERVAL);
    const late = T0 + 2 * INTERVAL;
    expect(next({ kind: 'ran', cursors: [] }, { now: late })).toBe(2 * INTERVAL + 1_000);
  });

  it('comes when the first back-off of a step ends', () => {
    const failed = cursor({ consecutiveFailures: 2 });
    expect(next({ kind: 'ran', cursors: [cursor({ entity: 'b' }), failed] })).toBe(2 * MINUTE);
    const long = cursor({ consecutiveFailures: 9 });
    expect(next({ kind: 'ran', cursors: [cursor(), long] })).toBe(INTERVAL);
  });

  it('waits for a pause that the API asked for, whichever step got it', () => {
    const asked = (minutes: number) =>
      cursor({ consecutiveFailures: 1, notBefore: T0 + minutes * MINUTE });
    const nextIn = (...cursors: Cursor[]) => next({ kind: 'ran', cursors }) / MINUTE;
    expect(nextIn(cursor({ entity: 'b' }), asked(120))).toBe(120);
    expect(nextIn(cursor({ entity: 'b', consecutiveFailures: 2 }), asked(120))).toBe(120);
    expect(nextIn(cursor({ entity: 'b' }), asked(7))).toBe(7);
    expect(nextIn(cursor(), asked(1e9))).toBe(DAY / MINUTE);
  });

  it('does not come while every step waits', () => {
    const long = cursor({ consecutiveFailures: 6 });
    const longer = cursor({ entity: 'b', consecutiveFailures: 99 });
    expect(next({ kind: 'ran', cursors: [long, longer] })).toBe(32 * MINUTE);
    expect(next({ kind: 'ran', cursors: [longer] })).toBe(DAY);
  });

  it('backs off while the API cannot be reached, by at most an interval', () => {
    const waits = [1, 2, 3, 4, 5, 50].map((failures) => next({ kind: 'failed', failures }));
    expect(waits.map((ms) => ms / MINUTE)).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('comes back soon to an installation that is busy', () => {
    expect(next({ kind: 'busy' })).toBe(MINUTE);
    expect(next({ kind: 'busy' }, { intervalMs: 5_000 })).toBe(5_000);
  });

  it('is at least a second away, and at most a tenth later than planned', () => {
    const attempt = fc.oneof<fc.Arbitrary<SyncAttempt>[]>(
      fc.record({
        kind: fc.constant('failed' as const),
        failures: fc.integer({ min: 1, max: 99 }),
      }),
      fc.constant({ kind: 'busy' as const }),
      fc.constant({ kind: 'ran' as const, cursors: [cursor()] }),
    );
    const interval = fc.integer({ min: 1, max: DAY });
    fc.assert(
      fc.property(attempt, interval, fc.double({ min: 0, max: 0.999, noNaN: true }), (a, ms, r) => {
        const wait = next(a, { intervalMs: ms, random: () => r });
        expect(wait).toBeGreaterThanOrEqual(1_000);
        expect(wait).toBeLessThanOrEqual(Math.max(1_000, ms * 1.1));
      }),
    );
  });
});

describe('the reason of the next sync', () => {
  it('is what decided its time', () => {
    const failed = cursor({ consecutiveFailures: 2 });
    const paused = cursor({ consecutiveFailures: 1, notBefore: T0 + 120 * MINUTE });
    const reasons = [
      { kind: 'ran' as const, cursors: [] },
      { kind: 'ran' as const, cursors: [cursor(), cursor({ consecutiveFailures: 9 })] },
      { kind: 'ran' as const, cursors: [cursor(), failed] },
      { kind: 'ran' as const, cursors: [failed] },
      { kind: 'ran' as const, cursors: [cursor(), paused] },
      { kind: 'busy' as const },
      { kind: 'failed' as const, failures: 1 },
    ].map((attempt) => nextOf(attempt).reason);
    expect(reasons).toEqual([
      ...['interval', 'interval', 'backoff', 'backoff', 'pause', 'busy', 'failed'],
    ]);
  });
});

describe('the first syncs', () => {
  it('start one after the other, the first at once', () => {
    const first = firstSyncs(['a', 'b', 'c'], { intervalMs: INTERVAL, now: T0, random: middle });
    expect(first.map(({ dueAt }) => dueAt - T0)).toEqual([0, MINUTE / 2, MINUTE / 2]);
    expect(firstSyncs([], { intervalMs: INTERVAL, now: T0, random: middle })).toEqual([]);
  });
});
