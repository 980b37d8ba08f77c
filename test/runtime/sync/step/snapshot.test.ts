/** A step that reads all records in each run, regardless of their dates. */
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../../src/connector/bulk.ts';
import { type Config, keyedStep, many, tracked } from '../../../helpers/keyedSteps.ts';
import { accepted, type Script } from '../../../helpers/scriptedApi.ts';
import { bench, DAY, MINUTE, T0 } from '../../../helpers/syncBench.ts';

/** Items are `id:content@date`. */
const snapshot = (rows: string[], more: Partial<Config> = {}) =>
  keyedStep(rows, { reads: 'snapshot', ...more });
const dated = (rows: string[], more: Partial<Config> = {}) =>
  snapshot(rows, {
    changedAt: (row) => row.split('@')[1],
    map: (row) => ({ customer_id: row.split('@')[0] ?? '' }),
    ...more,
  });
const sent = ({ api }: ReturnType<typeof bench>) =>
  api.requests.flatMap(({ body }) => body.map((item) => item.customer_id));

describe('a snapshot', () => {
  it('is read whole by each run, and changes are sent', async () => {
    const world = bench();
    const { sync, clock, cursor } = world;
    await sync(snapshot(['a', 'b']));
    await clock.pass(DAY);
    const report = await sync(snapshot(['a', 'b:new', 'c']));
    expect(report.steps[0]).toMatchObject({
      status: 'ok',
      window: { since: null },
      counts: { read: 3, unchanged: 1, acknowledged: 2 },
    });
    expect(sent(world)).toEqual(['a', 'b', 'b', 'c']);
    expect((await cursor('customers'))?.lastSyncedAt).toBe(T0 + DAY);
  });

  it('gets no start, and an end in the future', async () => {
    const { sync, clock } = bench();
    const windows: unknown[] = [];
    const looking = snapshot([], {
      stream: async function* ({ window, resume }) {
        windows.push([window.since, window.until.getTime() - clock.now(), resume]);
        yield 'a';
      },
    });
    await sync(looking);
    await clock.pass(MINUTE);
    await sync(looking);
    await sync(looking, { full: true });
    expect(windows).toEqual([
      [null, DAY, null],
      [null, DAY, null],
      [null, DAY, null],
    ]);
  });

  it('is read from its start after an interruption', async () => {
    const world = bench();
    const { sync, window } = world;
    const broken = snapshot([], {
      stream: async function* () {
        yield* ['a', 'b', 'c'];
        throw new Error('cut off');
      },
      ...{ position: (id: string) => id, order: 'asc', batchSize: 1 },
    });
    await sync(broken);
    expect((await window('customers'))?.position).toBeNull();
    const resumes: unknown[] = [];
    const next = snapshot([], {
      stream: async function* ({ resume }) {
        resumes.push(resume);
        yield* ['a', 'b', 'c', 'd'];
      },
      ...{ position: (id: string) => id, order: 'asc' },
    });
    const report = await sync(next, { full: true });
    expect(report.steps[0]).toMatchObject({
      resumed: false,
      counts: { unchanged: 3, acknowledged: 1 },
    });
    expect(resumes).toEqual([null]);
  });

  it('is sent again with --no-skip', async () => {
    const world = bench();
    await world.sync(snapshot(['a', 'b']));
    await world.sync(snapshot(['a', 'b']), { skip: false });
    expect(sent(world)).toEqual(['a', 'b', 'a', 'b']);
  });

  it('deletes vanished records in any run, from the second on', async () => {
    const { sync, clock } = bench();
    const read = async (rows: string[]) => {
      const { step, removed } = tracked(rows, { reads: 'snapshot' });
      const report = await sync(step);
      await clock.pass(DAY);
      return { removed, deletes: report.steps[0]?.deletes };
    };
    expect((await read(many(20))).removed).toEqual([]);
    expect((await read(many(19))).removed).toEqual(['c19']);
    expect((await read(many(19))).deletes).toMatchObject({ known: 19, found: 0 });
    expect((await read(many(2))).deletes).toMatchObject({ needs_approval: true, removed: 0 });
  });

  it('deletes nothing after an error', async () => {
    const { sync, clock } = bench();
    await sync(tracked(many(20), { reads: 'snapshot' }).step);
    await clock.pass(DAY);
    const { step, removed } = tracked([], {
      reads: 'snapshot',
      stream: async function* () {
        yield 'c0';
        throw new Error('cut off');
      },
    });
    expect((await sync(step)).steps[0]?.status).toBe('error');
    expect(removed).toEqual([]);
  });

  it('sends the last version of a duplicate record, at any distance', async () => {
    const world = bench();
    const rows = ['a:1', ...many(30), 'a:2'];
    const report = await world.sync(snapshot(rows, { batchSize: 5 }));
    expect(report.steps[0]).toMatchObject({ duplicates: { count: 1, keys: ['a'] } });
    const versions = world.api.requests
      .flatMap(({ body }) => body)
      .filter(({ customer_id }) => customer_id === 'a');
    expect(versions.at(-1)).toMatchObject({ first_name: '2' });
    expect(report.steps[0]?.warnings).toEqual([
      '1 record has a key that already occurred in this run, such as a: the last one read counts',
    ]);
  });

  it('compares repeated rejects with all records at the API', async () => {
    const script: Script = ({ body }) => {
      const at = body.findIndex(({ customer_id }) => customer_id === 'bad');
      return at < 0 ? undefined : { body: accepted(body, { [at]: ['no'] }) };
    };
    const { sync, clock } = bench({ script });
    const step = snapshot([...many(9), 'bad'], { tolerateRejects: { maxRatio: 0.1 } });
    for (const counts of [{ acknowledged: 9 }, { unchanged: 9 }]) {
      const report = await sync(step);
      expect(report.steps[0]).toMatchObject({ status: 'ok', counts: { ...counts, rejected: 1 } });
      await clock.pass(DAY);
    }
  });
});

describe('--since and --until', () => {
  const rows = ['a@2026-01-01', 'b@2026-01-05', 'c@2026-01-09', 'd@2062-01-01', 'e@'];
  const withoutDate = (row: string) => row.split('@')[1] || null;

  it('skip items by their dates, and keep the cursor', async () => {
    const world = bench();
    const step = dated(rows, { changedAt: withoutDate });
    await world.sync(dated([]));
    const before = await world.cursor('customers');
    await world.clock.pass(MINUTE);
    const options = { since: Date.UTC(2026, 0, 5, 12), until: Date.UTC(2026, 0, 9, 12) };
    const report = await world.sync(step, options);
    expect(sent(world)).toEqual(['b', 'c', 'e']);
    expect(report.steps[0]).toMatchObject({ outside: 2, counts: { read: 5, skipped: 2 } });
    expect((await world.cursor('customers'))?.lastSyncedAt).toBe(before?.lastSyncedAt);
  });

  it('include items dated in the future when only --since is given', async () => {
    const world = bench();
    const report = await world.sync(dated(rows, { changedAt: withoutDate }), {
      since: Date.UTC(2026, 0, 9),
    });
    expect(sent(world)).toEqual(['c', 'd', 'e']);
    expect(report.steps[0]).toMatchObject({ outside: 2 });
  });

  it('delete nothing', async () => {
    const { sync, clock } = bench();
    await sync(tracked(many(20), { reads: 'snapshot' }).step);
    await clock.pass(DAY);
    const { step, removed } = tracked(['c1'], { reads: 'snapshot', changedAt: () => null });
    expect((await sync(step, { since: 0 })).steps[0]?.deletes).toBeNull();
    expect(removed).toEqual([]);
  });

  it('are ignored with a warning when items have no dates', async () => {
    const world = bench();
    const report = await world.sync(snapshot(['a', 'b']), { since: T0 - MINUTE });
    expect(sent(world)).toEqual(['a', 'b']);
    expect(report.steps[0]).toMatchObject({
      window: { since: null },
      warnings: [expect.stringContaining('--since and --until are ignored')],
    });
  });
});

describe('a step that reads a window and dates its items', () => {
  const window = (rows: string[], more: Partial<Config> = {}) =>
    dated(rows, { reads: 'window', ...more });

  it('skips and counts items outside the window', async () => {
    const world = bench();
    const { sync, clock } = world;
    await sync(window(['a@2026-01-09', 'old@2019-01-01']));
    await clock.pass(MINUTE);
    const rows = [
      'a@2026-01-09',
      'day@2026-01-10',
      'second@2026-01-10 12:00:00',
      'before@2026-01-10 11:59:59',
      'next@2026-01-10 12:01:00',
      'far@2062-01-01',
    ];
    const report = await sync(window(rows));
    expect(sent(world)).toEqual(['a', 'day', 'second']);
    expect(report.steps[0]).toMatchObject({
      outside: 4,
      counts: { read: 6, skipped: 4, acknowledged: 2 },
      warnings: [expect.stringMatching(/^1 item is dated in the future, up to 2062-01-01T/)],
    });
  });

  it('skips nothing when unread records are deleted', async () => {
    const { sync, clock } = bench();
    const rows = many(20).map((id) => `${id}@2062-01-01`);
    const track = () => {
      const { trackDeletes, removed } = tracked([]);
      return { removed, step: window(rows, { trackDeletes }) };
    };
    for (let n = 0; n < 2; n++) {
      const { step, removed } = track();
      const report = await sync(step, { full: true });
      expect(report.steps[0]).toMatchObject({ outside: 0, counts: { read: 20 } });
      expect(removed).toEqual([]);
      await clock.pass(DAY);
    }
  });

  it('fails over an invalid date', async () => {
    const report = await bench().sync(window(['a@soon']));
    expect(report.steps[0]?.errors).toEqual([
      'changedAt of step customers gave "soon", which is not a time',
    ]);
  });
});

it.each([
  ['no key', { key: undefined }, 'key is missing'],
  ['skipUnchanged off', { skipUnchanged: false }, 'skipUnchanged cannot be false'],
  ['another name', { reads: 'everything' as 'snapshot' }, "reads must be 'window' or 'snapshot'"],
  ['invalid dates', { changedAt: 'updated' as never }, 'changedAt must be a function'],
])('cannot be defined with %s', (_, more, message) => {
  const base = {
    entity: 'rows',
    stream: async function* () {},
    map: () => null,
    push: async () => {},
  };
  expect(() =>
    defineBulkStep({ ...base, key: () => 'a', reads: 'snapshot', ...more } as never),
  ).toThrow(message);
});
