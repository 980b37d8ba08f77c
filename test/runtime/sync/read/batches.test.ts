import { describe, expect, it } from 'vitest';
import type { BulkStepConfig, SyncStepContext } from '../../../../src/connector/types.ts';
import { noCounts } from '../../../../src/runtime/sync/accounting.ts';
import { type Batch, readBatches } from '../../../../src/runtime/sync/read/batches.ts';
import { deferred } from '../../../helpers/deferred.ts';
import { settled } from '../../../helpers/syncBench.ts';

interface Row {
  id: number;
}
type Config = BulkStepConfig<object, Row, object>;

async function* rows(count: number): AsyncGenerator<Row> {
  for (let id = 1; id <= count; id++) yield { id };
}

/** Reads rows with an odd id in batches of 2, and records the events in order. */
function setup(more: Partial<Config> = {}, stop = new AbortController()) {
  const seen: string[] = [];
  const config: Config = {
    entity: 'orders',
    batchSize: 2,
    stream: () => rows(6),
    map: ({ id }) => (id % 2 === 1 ? { key: `k${id}` } : null),
    push: async () => {},
    ...more,
  };
  const reading = {
    read: (raw: unknown) => seen.push(`read ${(raw as Row).id}`) > 0,
    mapped: () => {},
    skipped: () => seen.push('skipped'),
  };
  const ctx = { signal: stop.signal } as SyncStepContext<object>;
  const all: Batch[] = [];
  const batches = () =>
    readBatches(config as BulkStepConfig<object, unknown, object>, ctx, reading);
  /** Collects all batches, then throws what reading throws. */
  const readAll = async () => {
    for await (const batch of batches()) {
      const keys = batch.records.map((record) => (record as { key: string }).key);
      seen.push(`batch ${keys}`);
      all.push(batch);
    }
    return all;
  };
  return { seen, all, batches, readAll, stop };
}

const counts = (read: number, skipped: number) => ({ ...noCounts(), read, skipped });

describe('a stream', () => {
  it('yields each batch as soon as it is full', async () => {
    const { seen, readAll } = setup();
    await readAll();
    expect(seen).toEqual([
      'read 1',
      'read 2',
      'skipped',
      'read 3',
      'batch k1,k3',
      'read 4',
      'skipped',
      'read 5',
      'read 6',
      'skipped',
      'batch k5',
    ]);
  });

  it('yields each batch with the last item that it covers and its counts', async () => {
    const { readAll } = setup();
    expect(await readAll()).toEqual([
      { records: [{ key: 'k1' }, { key: 'k3' }], last: { id: 3 }, counts: counts(3, 1) },
      { records: [{ key: 'k5' }], last: { id: 6 }, counts: counts(3, 2) },
    ]);
  });

  it('pauses while a batch is not taken', async () => {
    const { seen, batches } = setup();
    const reading = batches();
    await reading.next();
    await settled();
    expect(seen.at(-1)).toBe('read 3');
    await reading.return();
  });

  it('yields no batch when no record is left', async () => {
    const { seen, readAll } = setup({ map: () => null });
    expect(await readAll()).toEqual([]);
    expect(seen).toHaveLength(12);
  });

  it('yields batches of 500 records by default', async () => {
    const { readAll } = setup({
      ...{ stream: () => rows(501), map: ({ id }) => ({ key: `${id}` }) },
      batchSize: undefined as never,
    });
    expect((await readAll()).map(({ records }) => records.length)).toEqual([500, 1]);
  });

  it('maps one item after another, even if map takes its time', async () => {
    const first = deferred<object>();
    const { seen, readAll } = setup({
      map: ({ id }) => (id === 1 ? first.promise : Promise.resolve({ key: `k${id}` })),
    });
    const reading = readAll();
    await settled();
    expect(seen).toEqual(['read 1']);
    first.resolve({ key: 'first' });
    const [batch] = await reading;
    expect(batch?.records).toEqual([{ key: 'first' }, { key: 'k2' }]);
  });

  it('is closed when its reader stops', async () => {
    let closed = false;
    const { batches } = setup({
      stream: async function* () {
        try {
          yield* rows(9);
        } finally {
          closed = true;
        }
      },
    });
    for await (const _ of batches()) break;
    expect(closed).toBe(true);
  });
});

describe('a failure', () => {
  it.each<[string, Partial<Config>, string]>([
    [
      'of the stream',
      {
        stream: async function* () {
          yield* rows(5);
          throw new Error('connection reset');
        },
      },
      'connection reset',
    ],
    [
      'of map',
      {
        map: ({ id }) => {
          if (id === 6) throw new Error('bad');
          return id % 2 === 1 ? { key: `k${id}` } : null;
        },
      },
      'map failed at item 6 of the stream: bad',
    ],
    [
      'of a key',
      {
        map: ({ id }) => ({ key: `k${id}` }),
        key: (record) => {
          const { key } = record as { key: string };
          return key === 'k6' ? '' : key;
        },
      },
      'key of step orders gave an empty text at item 6 of the stream',
    ],
  ])('%s is thrown after a batch of what was read before it', async (_, how, message) => {
    const { all, readAll } = setup({ batchSize: 4, ...how });
    await expect(readAll()).rejects.toThrow(message);
    expect(all.at(-1)?.records.at(-1)).toEqual({ key: 'k5' });
  });

  it('when the stream is called yields nothing', async () => {
    const { all, readAll } = setup({
      stream: () => {
        throw new Error('no');
      },
    });
    await expect(readAll()).rejects.toThrow('no');
    expect(all).toEqual([]);
  });
});

describe('a signal to stop', () => {
  it('ends the reading at once, and drops the unfinished batch', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const { all, readAll } = setup(
      {
        stream: async function* () {
          yield* rows(4);
          yield { id: 5 };
          setImmediate(() => stop.abort(reason));
          await new Promise(() => {});
        },
      },
      stop,
    );
    await expect(readAll()).rejects.toBe(reason);
    expect(all.map(({ records }) => records.length)).toEqual([2]);
  });

  it('before the start reads nothing', async () => {
    const { seen, readAll, stop } = setup();
    stop.abort(new Error('stopped'));
    await expect(readAll()).rejects.toThrow('stopped');
    expect(seen).toEqual([]);
  });
});
