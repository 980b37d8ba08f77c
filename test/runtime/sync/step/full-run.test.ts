/** What a full run reads, and which runs may delete. */
import { describe, expect, it } from 'vitest';
import { type Config, keyedStep, many, tracked } from '../../../helpers/keyedSteps.ts';
import { bench, DAY, MINUTE, settled, T0 } from '../../../helpers/syncBench.ts';

describe('a step that tracks deletes', () => {
  it('reads everything in a full run, regardless of the backfill', async () => {
    const { sync } = bench();
    const windows: unknown[] = [];
    const { step: looking } = tracked([], {
      stream: async function* (ctx) {
        windows.push(ctx.window.since);
        yield 'a';
      },
    });
    await sync(looking, { full: true });
    await sync(looking);
    expect(windows).toEqual([null, expect.any(Date)]);
  });

  it('reads changes made meanwhile, and moves the cursor only to the end of the window', async () => {
    const { sync, clock, cursor } = bench();
    const source = new Map(['a', 'b', 'c'].map((id) => [id, T0 - DAY]));
    const { removed, trackDeletes } = tracked([]);
    const inWindow = (more: Partial<Config> = {}) =>
      keyedStep([], {
        stream: async function* ({ window }) {
          const since = window.since?.getTime() ?? 0;
          for (const [id, at] of source) if (at >= since && at < window.until.getTime()) yield id;
        },
        trackDeletes,
        ...more,
      });
    const options = { settleSeconds: 60 };
    await sync(inWindow(), { full: true, ...options });
    await clock.pass(DAY);
    source.set('b', clock.now() - 10_000);
    source.set('c', clock.now() + 10_000);
    const report = await sync(inWindow(), { full: true, ...options });
    expect(report.steps[0]).toMatchObject({ status: 'ok', warnings: [], counts: { read: 3 } });
    expect(removed).toEqual([]);
    expect((await cursor('customers'))?.lastSyncedAt).toBe(clock.now() - MINUTE);
    expect((await sync(inWindow(), options)).totals.read).toBe(0);
    await clock.pass(MINUTE);
    expect((await sync(inWindow(), options)).totals.read).toBe(1);
    const advanceTo = async () => new Date(clock.now() + MINUTE);
    await sync(inWindow({ advanceTo }), { full: true, ...options });
    expect((await cursor('customers'))?.lastSyncedAt).toBe(clock.now() - MINUTE);
  });

  it('moves the future end when a window is resumed', async () => {
    const { sync, clock } = bench();
    const untils: Date[] = [];
    const { trackDeletes } = tracked([]);
    const looking = (fail: boolean) =>
      keyedStep([], {
        stream: async function* (ctx) {
          untils.push(ctx.window.until);
          yield* ['a', 'b'];
          if (fail) throw new Error('gone');
        },
        ...{ trackDeletes, position: (id: string) => id, order: 'asc', batchSize: 1 },
      });
    await sync(looking(true), { full: true });
    await clock.pass(2 * DAY);
    const report = await sync(looking(false));
    expect(report.steps[0]?.resumed).toBe(true);
    // The last one belongs to the window after it, which is not a full one.
    const ends = [T0 + DAY, T0 + 3 * DAY, T0 + 2 * DAY];
    expect(untils).toEqual(ends.map((end) => new Date(end)));
  });

  it.each([
    ['not a full one', {}],
    ['with bounds of its own', { full: true, since: 0 }],
    ['with an end of its own', { full: true, until: Date.UTC(2026, 0, 9) }],
  ])('deletes nothing after a run that is %s', async (_, options) => {
    const { sync, clock } = bench();
    for (let n = 0; n < 2; n++) await sync(tracked(many(30)).step, { full: true });
    await clock.pass(DAY);
    const { removed, step: later } = tracked([]);
    const report = await sync(later, { ...options, approveDeletes: true });
    expect(report.steps[0]?.deletes).toBeNull();
    expect(removed).toEqual([]);
  });

  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  /**
   * Reads letters in order; those before c are older than any backfill. Stops before f if it gets a signal to stop.
   */
  const stopping = (more: Partial<Config>, stop?: AbortController) =>
    keyedStep([], {
      stream: async function* ({ window, resume }) {
        const oldest = window.since === null ? 'a' : 'c';
        for (const id of letters) {
          if (id < oldest || (typeof resume === 'string' && id <= resume)) continue;
          if (id === 'f' && stop) {
            for (let n = 0; n < 10; n++) await settled();
            stop.abort();
          }
          yield id;
        }
      },
      position: (id) => id,
      order: 'asc',
      batchSize: 2,
      ...more,
    });

  it.each<[string, object, boolean]>([
    ['was asked for an end of its own', { until: T0 - MINUTE }, true],
    ['did not track deletes', {}, false],
  ])('deletes nothing where a run finishes a full one that %s', async (_, options, tracks) => {
    const { sync, clock } = bench();
    const { removed, trackDeletes, step: all } = tracked(letters);
    await sync(all, { full: true });
    await clock.pass(DAY);
    const stop = new AbortController();
    const first = stopping(tracks ? { trackDeletes } : {}, stop);
    const { steps } = await sync(first, { full: true, ...options }, { signal: stop.signal });
    expect(steps[0]?.status).toBe('interrupted');
    await clock.pass(DAY);
    const report = await sync(stopping({ trackDeletes }), { approveDeletes: true });
    expect(report.steps[0]?.status).toBe('ok');
    expect(removed).toEqual([]);
  });

  it('deletes when a plain run finishes a full one', async () => {
    const { sync, clock } = bench();
    const { removed, trackDeletes, step: all } = tracked(['0', ...letters]);
    await sync(all, { full: true });
    await clock.pass(DAY);
    const stop = new AbortController();
    await sync(stopping({ trackDeletes }, stop), { full: true }, { signal: stop.signal });
    await clock.pass(DAY);
    const report = await sync(stopping({ trackDeletes }));
    expect(report.steps[0]).toMatchObject({ status: 'ok', resumed: true });
    expect(removed).toEqual(['0']);
  });
});
