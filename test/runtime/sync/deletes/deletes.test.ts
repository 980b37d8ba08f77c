import { describe, expect, it } from 'vitest';
import type { KnownRecord, Lease } from '../../../../src/runtime/ports/records.ts';
import type { Store } from '../../../../src/runtime/ports/store.ts';
import { type DeleteParts, removeVanished } from '../../../../src/runtime/sync/deletes/deletes.ts';
import { InFlight } from '../../../../src/runtime/sync/in-flight.ts';
import { ARRIVES_WITHIN_MS } from '../../../../src/runtime/sync/ledger/in-doubt/limits.ts';
import { sent } from '../../../../src/runtime/sync/ledger/record.ts';
import { Selector } from '../../../../src/runtime/sync/select/select.ts';
import { openMemoryStore } from '../../../helpers/memoryStore.ts';
import { acknowledged, known as knownRecord } from '../../../helpers/records.ts';
import { DAY, ID, type LogLine, ManualClock, memoryLogger } from '../../../helpers/syncBench.ts';

const KEY = { installationId: ID, entity: 'rows', sourceKey: '' };

interface Known {
  known: number;
  /** How many of them the full run did not read. */
  gone: number;
  /** Whether an earlier full run was complete. */
  firstFull?: boolean;
}

async function setup({ known, gone, firstFull = false }: Known, more: Partial<DeleteParts> = {}) {
  const clock = new ManualClock();
  const store = openMemoryStore();
  const taken = await store.leases.acquire(
    ID,
    { host: 'here', pid: 1, id: 'me' },
    365 * DAY,
    clock.now(),
  );
  const { lease } = taken as { lease: Lease };
  const keys = Array.from({ length: known }, (_, n) => `k${String(n).padStart(4, '0')}`);
  const now = clock.now();
  const put = (rows: [string, KnownRecord][]) =>
    store.fenced.putRecords(lease, KEY, { put: new Map(rows) });
  await put(keys.map((key, n) => [key, acknowledged('h', now, n < gone ? 1 : 2)]));
  if (!firstFull) {
    const end = { outcome: 'advance', cursor: now, items: 0, generation: 1 } as const;
    await store.fenced.commitStep(lease, { key: KEY, runId: 1, now, end });
  }
  const removed: string[] = [];
  const lines: LogLine[] = [];
  const parts: DeleteParts = {
    ...{ store, clock, key: KEY, generation: 2, maxRatio: undefined, approved: false },
    lease: { current: () => lease },
    logger: memoryLogger(lines),
    remove: async (page) => {
      removed.push(...page);
    },
    signal: new AbortController().signal,
    ...more,
  };
  const left = async () => (await store.records.countUnseen(KEY, 2)).unseen;
  return { store, clock, lease, keys, removed, lines, parts, left, put };
}

describe('records that a full run has not read', () => {
  it('are deleted, and forgotten', async () => {
    const { parts, removed, keys, left } = await setup({ known: 50, gone: 3 });
    expect(await removeVanished(parts)).toMatchObject({
      found: 3,
      removed: 3,
      needs_approval: false,
    });
    expect(removed).toEqual(keys.slice(0, 3));
    expect(await left()).toBe(0);
  });

  it('are deleted twenty at a time', async () => {
    const pages: number[] = [];
    const remove = async (page: string[]) => {
      pages.push(page.length);
    };
    const { parts } = await setup({ known: 100, gone: 45 }, { approved: true, remove });
    expect(await removeVanished(parts)).toMatchObject({ removed: 45 });
    expect(pages).toEqual([20, 20, 5]);
  });

  it('stay after the first full run', async () => {
    const { parts, removed } = await setup({ known: 50, gone: 3, firstFull: true });
    expect(await removeVanished(parts)).toMatchObject({
      found: 0,
      removed: 0,
      needs_approval: false,
    });
    expect(removed).toEqual([]);
  });
});

describe('deleted records', () => {
  it('stay known until no request with them can arrive', async () => {
    const { parts, store, clock } = await setup({ known: 50, gone: 1 });
    await removeVanished(parts);
    const record = async () => (await store.records.find(KEY, ['k0000'])).get('k0000');
    // The connector's client may have sent the deletion more than once, so the next version must wait.
    expect(await record()).toMatchObject({ hash: null, sentAt: clock.now(), absent: true });
    clock.jump(ARRIVES_WITHIN_MS);
    await removeVanished(parts);
    expect(await record()).toBeDefined();
    clock.jump(1);
    expect(await removeVanished(parts)).toMatchObject({ found: 0 });
    expect(await record()).toBeUndefined();
  });
});

describe('X2: a deletion', () => {
  it('is recorded before it is sent, so that no stale version survives a crash', async () => {
    const { parts, store, clock, keys } = await setup({ known: 50, gone: 2 });
    const noted: unknown[] = [];
    const remove = async (page: string[]) => {
      noted.push(...(await store.records.find(KEY, page)).values());
    };
    await removeVanished({ ...parts, remove });
    const before = { hash: null, sentAt: clock.now(), absent: false, generation: 1 };
    expect(noted).toMatchObject([before, before]);
    const others = [...(await store.records.find(KEY, keys.slice(2))).values()];
    expect(others.every(({ hash }) => hash === 'h')).toBe(true);
  });
});

describe('records that the API does not have', () => {
  const refused = (keys: string[]) =>
    keys.map((key): [string, KnownRecord] => [key, knownRecord({ generation: 1 })]);
  const left = async (store: Store) => (await store.records.find(KEY, ['k0000', 'k0001'])).size;

  it('are forgotten and not deleted, in any number', async () => {
    const { parts, store, put, keys, removed } = await setup({ known: 50, gone: 45 });
    await put(refused(keys.slice(0, 43)));
    expect(await removeVanished(parts)).toMatchObject({
      found: 2,
      removed: 2,
      needs_approval: false,
    });
    expect(removed).toEqual(keys.slice(43, 45));
    const known = [...(await store.records.find(KEY, keys)).keys()];
    expect(known).toEqual(keys.slice(43));
  });

  it('are kept by the first full run, as everything is', async () => {
    const { parts, store, put, keys } = await setup({ known: 50, gone: 2, firstFull: true });
    await put(refused(keys.slice(0, 2)));
    await removeVanished(parts);
    expect(await left(store)).toBe(2);
  });
});

describe('X2: too many', () => {
  it.each([
    [{ known: 50, gone: 10 }, undefined, false],
    [{ known: 50, gone: 11 }, undefined, true],
    [{ known: 1000, gone: 20 }, undefined, false],
    [{ known: 1000, gone: 21 }, undefined, true],
    [{ known: 100, gone: 50 }, 0.5, false],
    [{ known: 100, gone: 51 }, 0.5, true],
    [{ known: 50, gone: 11 }, Number.NaN, true],
    [{ known: 50, gone: 1 }, Number.NaN, true],
  ])('%j with a ratio of %s: need approval %s', async (counts, maxRatio, needed) => {
    const { parts, removed, lines } = await setup(counts, { maxRatio });
    const { examples, ...report } = await removeVanished(parts);
    expect(report).toEqual({
      known: counts.known,
      found: counts.gone,
      removed: needed ? 0 : counts.gone,
      needs_approval: needed,
    });
    expect(examples).toHaveLength(needed ? Math.min(5, counts.gone) : 0);
    expect(removed).toHaveLength(needed ? 0 : counts.gone);
    expect(lines.map(({ level }) => level)).toEqual(needed ? ['warn'] : []);
    const numbers = `${counts.gone} of ${counts.known.toLocaleString('en-US')} records of rows are gone`;
    if (needed) expect(lines[0]?.message).toMatch(new RegExp(`^${numbers}.*--approve-deletes`));
  });

  it('are deleted once they are approved', async () => {
    const { parts, removed } = await setup({ known: 50, gone: 50 }, { approved: true });
    expect(await removeVanished(parts)).toMatchObject({ removed: 50, needs_approval: false });
    expect(removed).toHaveLength(50);
  });
});

describe('a deletion that fails', () => {
  it('leaves the record known without a hash: it is pushed again when it comes back', async () => {
    const remove = () => Promise.reject(new Error('the API is down'));
    const { parts, store, keys, left } = await setup({ known: 50, gone: 2 }, { remove });
    await expect(removeVanished(parts)).rejects.toThrow('the API is down');
    expect(await left()).toBe(2);
    const first = (await store.records.find(KEY, keys)).get(keys[0] as string);
    expect(first).toMatchObject({ hash: null });
  });

  it('may arrive late, counted from its failure, so the next version is sent again', async () => {
    const setting = await setup({ known: 50, gone: 2 });
    const { parts, store, keys, clock, lease } = setting;
    const remove = async () => {
      clock.jump(40_000);
      throw new Error('no answer in time');
    };
    await expect(removeVanished({ ...parts, remove })).rejects.toThrow('no answer');
    const failedAt = clock.now();
    const told: number[] = [];
    const selector = new Selector({
      ...{ store, clock, key: KEY, skip: true, generation: null, scope: '' },
      inFlight: new InFlight(KEY.entity, () => {}),
      lease: { current: () => lease },
      keyOf: (record) => (record as { id: string }).id,
      assertGoing: () => {},
      onOvertaken: async (until) => void told.push(until),
    });
    await selector.select([{ id: keys[0] as string }]);
    expect(told).toEqual([failedAt + ARRIVES_WITHIN_MS]);
  });

  it.each([
    ['a result', { sent: 1, rejected: 1, rejectedItems: [] }, 'did not delete every record'],
    [
      'an answer of the API',
      { ok: false, statusCode: 500, data: { message: 'down' } },
      '500: down',
    ],
    [
      'an answer with rejects',
      { ok: true, statusCode: 200, data: { sent_count: 1, rejected_count: 1 } },
      'rejected 1 of 2 records; the next full sync tries again',
    ],
  ])('is one also where %s says that fewer were deleted', async (_, returned, message) => {
    const { parts, left } = await setup({ known: 50, gone: 2 }, { remove: async () => returned });
    await expect(removeVanished(parts)).rejects.toThrow(message);
    expect(await left()).toBe(2);
  });

  it('stops when the step is stopped', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    const { parts, removed } = await setup({ known: 50, gone: 2 }, { signal: stop.signal });
    await expect(removeVanished(parts)).rejects.toThrow('stopped');
    expect(removed).toEqual([]);
  });
});

describe('a record with a request that may still arrive', () => {
  it('is left to the next full run', async () => {
    const { parts, clock, put, keys, removed } = await setup({ known: 50, gone: 3 });
    await put([[keys[0] as string, sent(acknowledged('h', clock.now(), 1), 'h', clock.now())]]);
    expect(await removeVanished(parts)).toMatchObject({
      found: 3,
      removed: 2,
      needs_approval: false,
    });
    clock.jump(ARRIVES_WITHIN_MS + 1);
    expect(await removeVanished(parts)).toMatchObject({
      found: 1,
      removed: 1,
      needs_approval: false,
    });
    expect(removed).toEqual([keys[1], keys[2], keys[0]]);
  });
});
