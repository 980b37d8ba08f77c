import { describe, expect, expectTypeOf, it } from 'vitest';
import { advanceTo, defineBulkStep, mapItem, runBulk } from '../../src/connector/bulk.js';
import type { BulkStepConfig, SyncStep, SyncStepContext } from '../../src/connector/types.js';
import { stepContext, thrownBy } from './fixtures.js';

interface Row {
  id: number;
}
interface Sent {
  key: string;
}

const UNTIL = new Date('2026-01-02T00:00:00.000Z');

async function* rows(count: number): AsyncGenerator<Row> {
  for (let id = 1; id <= count; id++) yield { id };
}

/** Sends rows with an odd id in batches of 2, and collects them. */
function setup(changes: Partial<BulkStepConfig<Record<string, unknown>, Row, Sent>> = {}) {
  const batches: Sent[][] = [];
  const config: BulkStepConfig<Record<string, unknown>, Row, Sent> = {
    entity: 'orders',
    batchSize: 2,
    stream: () => rows(7),
    map: ({ id }) => (id % 2 === 1 ? { key: `k${id}` } : null),
    push: async (_ctx, records) => {
      batches.push(records);
    },
    ...changes,
  };
  return { batches, config };
}

describe('defineBulkStep', () => {
  it('makes a plain step with the usual defaults that carries its config', () => {
    const { config } = setup();
    const step = defineBulkStep(config);
    expectTypeOf(step).toExtend<SyncStep>();
    expect(step).toMatchObject({ entity: 'orders', cursorScope: 'global', bulk: config });
    expect(step.enabled({})).toBe(true);
    expect(step).not.toHaveProperty('sources');
    expect(step).not.toHaveProperty('tolerateRejects');
  });

  it('passes on what the config says', () => {
    const step = defineBulkStep({
      ...setup().config,
      cursorScope: 'per-source',
      sources: () => ['a'],
      enabled: (settings) => settings.on === true,
      tolerateRejects: { maxRatio: 0.1 },
    });
    expect(step).toMatchObject({ cursorScope: 'per-source', tolerateRejects: { maxRatio: 0.1 } });
    expect(step.sources?.(stepContext())).toEqual(['a']);
    expect([step.enabled({}), step.enabled({ on: true })]).toEqual([false, true]);
  });

  it('infers the items from the stream', () => {
    defineBulkStep({
      entity: 'orders',
      stream: () => rows(1),
      map: (raw) => {
        expectTypeOf(raw).toEqualTypeOf<Row>();
        return { key: String(raw.id) };
      },
      push: async (_ctx, records) => {
        expectTypeOf(records).toEqualTypeOf<{ key: string }[]>();
      },
    });
  });

  it('refuses a config that cannot run, with all problems', () => {
    const broken = {
      ...setup().config,
      entity: '',
      push: undefined,
      batchSize: 0,
      concurrency: 1.5,
    };
    const error = thrownBy(() => defineBulkStep(broken as never));
    expect(error).toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      details: {
        problems: [
          { path: 'entity' },
          { path: 'push' },
          { path: 'batchSize' },
          { path: 'concurrency' },
        ],
      },
    });
  });

  it.each([Number.NaN, -0.1, 1.1, '0.5'])('refuses to delete a share of %s', (maxRatio) => {
    const trackDeletes = { remove: async () => {}, maxRatio: maxRatio as number };
    const error = thrownBy(() => defineBulkStep({ ...setup().config, trackDeletes }));
    expect(error).toMatchObject({
      details: {
        problems: [
          {
            path: 'trackDeletes.maxRatio',
            code: 'wrong-type',
            args: { expected: 'ratio' },
            message: '`maxRatio` must be a number from 0 to 1',
          },
        ],
      },
    });
  });

  it('runs under an engine that only knows run(ctx)', async () => {
    const { batches, config } = setup();
    const { signal: _, ...foreign } = stepContext();
    const result = await defineBulkStep(config).run(foreign as SyncStepContext);
    expect(result).toEqual({ items: 4, errors: [], advanceCursorTo: UNTIL });
    expect(batches).toEqual([
      [{ key: 'k1' }, { key: 'k3' }],
      [{ key: 'k5' }, { key: 'k7' }],
    ]);
  });
});

describe('runBulk', () => {
  it('pushes the incomplete batch at the end, and nothing for nothing', async () => {
    const odd = setup({ stream: () => rows(5) });
    await runBulk(odd.config, stepContext());
    expect(odd.batches).toEqual([[{ key: 'k1' }, { key: 'k3' }], [{ key: 'k5' }]]);
    const none = setup({ map: () => null });
    expect(await runBulk(none.config, stepContext())).toMatchObject({ items: 0, errors: [] });
    expect(none.batches).toEqual([]);
  });

  it('collects 500 records when no size is given', async () => {
    const { batches, config } = setup({
      stream: () => rows(501),
      map: ({ id }) => ({ key: `${id}` }),
    });
    const { batchSize: _, ...withoutSize } = config;
    await runBulk(withoutSize, stepContext());
    expect(batches.map(({ length }) => length)).toEqual([500, 1]);
  });

  it.each([
    ['a bulk result', { sent: 1, rejected: 1, rejectedItems: [] }, 2],
    ['several of them', [{ sent: 1 }, { sent: 0 }], 2],
    ['an envelope of the SDK', { ok: true, statusCode: 200, data: { sent_count: 2 } }, 4],
    ['an envelope without counts', { ok: true, statusCode: 200, data: null }, 4],
    ['anything else', 'done', 4],
    ['an empty list', [], 4],
  ])('counts items from %s', async (_, returned, items) => {
    const { config } = setup({ push: async () => returned });
    expect(await runBulk(config, stepContext())).toMatchObject({ items, errors: [] });
  });

  it.each([
    [{ ok: false, statusCode: 500, data: null, error: { message: 'boom' } }, /500: boom/],
    [{ ok: false, statusCode: 400, data: { message: ['a', 'b'] }, error: {} }, /400: a, b/],
    [{ ok: true, statusCode: 200, data: { sent_count: 1, rejected_count: 1 } }, /rejected 1 of 2/],
  ])('does not lose the failure that an SDK envelope tells of', async (envelope, text) => {
    const { config } = setup({ push: async () => envelope });
    const result = await runBulk(config, stepContext());
    expect(result).toEqual({ items: 0, errors: [expect.stringMatching(text)] });
  });

  it('advances to what advanceTo says, and not at all for null', async () => {
    const earlier = new Date(0);
    const { config } = setup();
    const to = (advanceTo: () => Date | null) => runBulk({ ...config, advanceTo }, stepContext());
    expect(await to(() => earlier)).toHaveProperty('advanceCursorTo', earlier);
    expect(await to(() => null)).not.toHaveProperty('advanceCursorTo');
  });

  const failing = () => {
    throw new Error('boom');
  };

  it.each<[string, Partial<ReturnType<typeof setup>['config']>, string, number]>([
    ['stream when called', { stream: failing }, 'boom', 0],
    [
      'map',
      { map: ({ id }) => (id === 4 ? failing() : { key: `${id}` }) },
      'map failed at item 4 of the stream: boom',
      3,
    ],
    ['push', { push: failing }, 'boom', 0],
    ['advanceTo', { advanceTo: failing }, 'boom', 4],
    [
      'an empty error',
      { push: () => Promise.reject(new Error('')) },
      'the step failed without an error message',
      0,
    ],
  ])('collects a failure of %s and holds the cursor', async (_, changes, text, items) => {
    const { config } = setup(changes);
    expect(await runBulk(config, stepContext())).toEqual({ items, errors: [text] });
  });

  it('collects a failure in the middle of the stream, and pushes what was read before it', async () => {
    const { batches, config } = setup({
      stream: async function* () {
        yield* rows(5);
        throw new Error('connection reset');
      },
    });
    expect(await runBulk(config, stepContext())).toEqual({
      items: 3,
      errors: ['connection reset'],
    });
    expect(batches).toHaveLength(2);
  });

  it('lets the stream clean up after a failure', async () => {
    let closed = false;
    const { config } = setup({
      push: failing,
      stream: async function* () {
        try {
          yield* rows(9);
        } finally {
          closed = true;
        }
      },
    });
    await runBulk(config, stepContext());
    expect(closed).toBe(true);
  });

  it('stops between items when the signal is aborted', async () => {
    const stop = new AbortController();
    const { batches, config } = setup({
      map: ({ id }) => {
        if (id === 4) stop.abort();
        return { key: `k${id}` };
      },
    });
    const result = await runBulk(config, stepContext({ signal: stop.signal }));
    expect(result).toEqual({ items: 4, errors: ['interrupted'] });
    expect(batches).toHaveLength(2);
  });

  it('stops even while the stream hangs', async () => {
    const stop = new AbortController();
    const { config } = setup({
      stream: async function* () {
        yield { id: 1 };
        setImmediate(() => stop.abort());
        await new Promise(() => {});
      },
    });
    const result = await runBulk(config, stepContext({ signal: stop.signal }));
    expect(result).toEqual({ items: 0, errors: ['interrupted'] });
  });

  it('reads nothing when it is aborted before', async () => {
    let read = 0;
    const { config } = setup({
      stream: async function* () {
        read++;
        yield { id: 1 };
      },
    });
    const result = await runBulk(config, stepContext({ signal: AbortSignal.abort() }));
    expect([result.errors, read]).toEqual([['interrupted'], 0]);
  });

  it('keeps the text of a failure that coincides with the stop', async () => {
    const stop = new AbortController();
    const { config } = setup({
      push: async () => {
        stop.abort();
        throw new Error('refused');
      },
    });
    const result = await runBulk(config, stepContext({ signal: stop.signal }));
    expect(result.errors).toEqual(['refused']);
  });

  it('calls a fetch that the signal ended an interruption', async () => {
    const stop = new AbortController();
    const { config } = setup({
      map: () => {
        stop.abort();
        throw new DOMException('aborted', 'AbortError');
      },
    });
    const result = await runBulk(config, stepContext({ signal: stop.signal }));
    expect(result.errors).toEqual(['interrupted']);
  });
});

describe('mapItem', () => {
  const item = (changes: Parameters<typeof setup>[0]) =>
    mapItem(setup(changes).config, { id: 3 }, stepContext(), 7);

  it('gives what map makes of an item, now or later, and null for none', async () => {
    expect(item({})).toEqual({ key: 'k3' });
    expect(item({ map: () => null })).toBeNull();
    expect(item({ map: () => undefined as never })).toBeNull();
    expect(await item({ map: async () => ({ key: 'later' }) })).toEqual({ key: 'later' });
    expect(await item({ map: async () => null })).toBeNull();
  });

  it('tells the place of an item that map fails at, and keeps the cause', async () => {
    const cause = new Error('boom');
    const message = 'map failed at item 7 of the stream: boom';
    const fail = () => {
      throw cause;
    };
    expect(thrownBy(() => item({ map: fail }))).toMatchObject({ message, cause });
    const rejecting = item({ map: () => Promise.reject(cause) });
    await expect(rejecting).rejects.toMatchObject({ message, cause });
  });

  it.each([
    ['', 'an empty text'],
    [Number.NaN, 'NaN'],
    [{}, 'a value of type object'],
  ])('refuses a key that is none: %j', async (key, described) => {
    const message = `key of step orders gave ${described} at item 7 of the stream`;
    const wrong = { key: () => key as string };
    expect(thrownBy(() => item(wrong))).toMatchObject({
      message: expect.stringContaining(message),
    });
    const later = item({ ...wrong, map: async () => ({ key: 'k' }) });
    await expect(later).rejects.toThrow(message);
  });

  it('takes a record of which key can tell nothing', () => {
    const failing = () => {
      throw new Error('no');
    };
    for (const key of [() => null, failing]) expect(item({ key })).toEqual({ key: 'k3' });
  });
});

describe('advanceTo', () => {
  it('is the end of the window where the step does not say', async () => {
    const { config } = setup();
    expect(await advanceTo(config, stepContext())).toEqual(UNTIL);
    const later = { ...config, advanceTo: async () => null };
    expect(await advanceTo(later, stepContext())).toBeNull();
  });
});
