import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../src/runtime/ports/records.ts';
import { chooseLetters, requireOpen } from '../../../src/runtime/rejects/choose.ts';
import { openMemoryStore } from '../../helpers/memoryStore.ts';

const ME = { host: 'h', pid: 1, id: 'me' };

/** Letters 1 to 3 of `a`, the last of which is discarded, and letter 4 of `b`. */
async function setup() {
  const store = openMemoryStore();
  const put = async (installationId: string, keys: string[]): Promise<Lease> => {
    const taken = await store.leases.acquire(installationId, ME, 1000, 0);
    const { lease } = taken as { lease: Lease };
    const rest = { payload: {}, errors: ['no'], status: 400, route: 'orders', redacted: false };
    await store.fenced.commitStep(lease, {
      key: { installationId, entity: 'orders', sourceKey: '' },
      runId: 1,
      now: 5,
      rejects: keys.map((key) => ({ key, identity: installationId + key, ...rest })),
    });
    return lease;
  };
  const lease = await put('a', ['x', 'y', 'z']);
  await store.fenced.endRejects(lease, [3], 'discarded', 0);
  await put('b', ['x']);
  const choose = async (filter: Parameters<typeof chooseLetters>[1]) => {
    const { letters, total } = await chooseLetters(store.rejects, filter);
    return [letters.map(({ id }) => id), total];
  };
  return { store, choose };
}

describe('the dead letters to work on', () => {
  it('are the open ones that the options find, and as many as the limit lets', async () => {
    const { choose } = await setup();
    expect(await choose({})).toEqual([[4, 2, 1], 3]);
    expect(await choose({ installationId: 'a', limit: 1 })).toEqual([[2], 2]);
    expect(await choose({ entity: 'none' })).toEqual([[], 0]);
  });

  it('are those that are named, whatever their state and the limit', async () => {
    const { choose } = await setup();
    expect(await choose({ ids: [1, 2, 3, 1], limit: 1 })).toEqual([[3, 2, 1], 3]);
    expect(await choose({ ids: [1], installationId: 'a', entity: 'orders', since: 5 })).toEqual([
      [1],
      1,
    ]);
  });

  it.each([
    [{ ids: [99] }, 'Dead letter 99 does not exist', 'nothing was changed'],
    [
      { ids: [4], installationId: 'a' },
      'Dead letter 4 belongs to b, not to a',
      'nothing was changed',
    ],
    [
      { ids: [1], entity: 'carts' },
      'Dead letter 1 belongs to orders, not to carts',
      'nothing was changed',
    ],
    [
      { ids: [1], since: 6 },
      'Dead letter 1 was last seen at 1970-01-01T00:00:00.005Z, before 1970-01-01T00:00:00.006Z',
      'nothing was changed',
    ],
    [
      { ids: [1, 4, 98, 98], installationId: 'a' },
      '2 of the given dead letters cannot be used',
      '4 belongs to b, not to a\n98 does not exist\nnothing was changed',
    ],
  ])('are refused with %j', async (filter, message, cause) => {
    const { choose } = await setup();
    const code = 'SPM_UNKNOWN_REJECT';
    await expect(choose(filter)).rejects.toMatchObject({ code, message, cause });
  });

  it('tell of five at most, and of how many more', async () => {
    const { choose } = await setup();
    const ids = [11, 12, 13, 14, 15, 16, 17];
    await expect(choose({ ids })).rejects.toMatchObject({
      cause: expect.stringMatching(/^11 does not exist\n(.+\n){4}and 2 more\nnothing was changed$/),
      details: { ids },
    });
  });
});

it('what is not open any more is told of', async () => {
  const { store } = await setup();
  const letters = await store.rejects.list();
  expect(() => requireOpen(letters)).toThrow(
    expect.objectContaining({
      code: 'SPM_REJECT_NOT_OPEN',
      message: 'Dead letter 3 is already discarded',
    }),
  );
  expect(() => requireOpen(letters.filter(({ id }) => id !== 3))).not.toThrow();
});
