import { describe, expect, it } from 'vitest';
import type { Run } from '../../../../../src/runtime/ports/records.ts';
import { learnedPace } from '../../../../../src/runtime/sync/push/pace/learned.ts';

const NOW = Date.UTC(2026, 10, 30);
const HOUR = 60 * 60_000;
const pace = (at: number) => ({
  requests_per_second: 9.5,
  in_flight: 4,
  learned_at: new Date(at).toISOString(),
});
const run = (id: number, summary: unknown): Run => ({
  ...{ id, installationId: 'shop', status: 'ok', summary, startedAt: NOW, finishedAt: NOW },
});

describe('the pace that a run starts with', () => {
  it('is that of the newest run with a report', () => {
    const runs = [
      run(9, null),
      run(8, { abandoned: true }),
      run(7, { totals: {}, pace: pace(NOW - HOUR) }),
      run(6, { totals: {}, pace: pace(NOW - 2 * HOUR) }),
    ];
    expect(learnedPace(runs, NOW)).toEqual(pace(NOW - HOUR));
  });

  it('is unknown after a run that nothing limited', () => {
    const runs = [run(7, { totals: {} }), run(6, { totals: {}, pace: pace(NOW - HOUR) })];
    expect(learnedPace(runs, NOW)).toBeNull();
    expect(learnedPace([], NOW)).toBeNull();
  });

  it('is forgotten after a day, and one of the future counts as unknown', () => {
    const of = (at: number) => learnedPace([run(1, { totals: {}, pace: pace(at) })], NOW);
    expect(of(NOW - 23 * HOUR)).not.toBeNull();
    expect(of(NOW - 24 * HOUR)).toBeNull();
    expect(of(NOW + HOUR)).toBeNull();
  });
});
