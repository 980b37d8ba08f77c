import { describe, expect, it } from 'vitest';
import { noCounts, Tally } from '../../../../src/runtime/sync/accounting.ts';
import type { Batch } from '../../../../src/runtime/sync/read/batches.ts';
import { Gatherer, type Work } from '../../../../src/runtime/sync/select/gather.ts';
import { type Rec, rec, selectorBench } from '../../../helpers/selectorBench.ts';

/** A push has at most 3 records, and each list of ids is one batch. */
async function setup() {
  const bench = await selectorBench();
  const { selector, parts, push } = bench;
  const tally = new Tally(noCounts());
  const gatherer = new Gatherer(selector, parts.inFlight, tally, { size: 3, most: 60 });
  const works: Work[] = [];
  const begin = (work: Work) => {
    works.push(work);
    // The batch was pushed.
    work.selection?.release();
  };
  const batch = (...records: Rec[]): Batch => ({
    records,
    last: records.at(-1),
    counts: { ...noCounts(), read: records.length },
  });
  const add = async (...records: Rec[]) => {
    for await (const work of gatherer.add(batch(...records))) begin(work);
  };
  const flush = () => {
    for (const work of gatherer.flush()) begin(work);
  };
  const ids = () => works.map(({ records }) => (records as Rec[]).map(({ id }) => id).join(''));
  /** The API has these records. */
  const have = (...all: string[]) => push(all.map((id) => rec(id)));
  return { ...bench, add, flush, works, ids, have, tally };
}

describe('changed records', () => {
  it('go out at once when they fill a push', async () => {
    const { add, flush, ids } = await setup();
    await add(rec('a'), rec('b'), rec('c'));
    await add(rec('d'));
    expect(ids()).toEqual(['abc']);
    flush();
    flush();
    expect(ids()).toEqual(['abc', 'd']);
  });

  it('are gathered from several batches, up to the size of a push', async () => {
    const { add, flush, ids, have } = await setup();
    await have('x', 'y', 'z');
    await add(rec('x'), rec('a'), rec('b'));
    await add(rec('y'), rec('c'), rec('d'));
    expect(ids()).toEqual(['ab']);
    await add(rec('z'), rec('e'));
    expect(ids()).toEqual(['ab', 'cde']);
    flush();
    expect(ids()).toHaveLength(2);
  });

  it('go out before another version of them is selected', async () => {
    const { add, flush, ids, clock } = await setup();
    await add(rec('a'));
    const adding = add(rec('a', 2));
    for (let n = 0; n < 10; n++) await new Promise(setImmediate);
    expect(ids()).toEqual(['a']);
    await clock.pass(10 * 60_000);
    await adding;
    flush();
    expect(ids()).toEqual(['a', 'a']);
  });

  it('wait for at most twenty batches', async () => {
    const { add, ids, have } = await setup();
    await have('x', 'y', 'z');
    await add(rec('a'));
    for (let n = 0; n < 19; n++) await add(rec('x'), rec('y'), rec('z'));
    expect(ids()).toEqual([]);
    await add(rec('x'), rec('y'));
    expect(ids()).toEqual(['a']);
    await add(rec('b'));
    expect(ids()).toEqual(['a']);
  });

  it('cover the stream even when none of them is left', async () => {
    const { add, flush, works, have } = await setup();
    await have('x', 'y');
    await add(rec('x'), rec('y'));
    flush();
    expect(works).toMatchObject([{ records: [], last: rec('y'), selection: { unchanged: 2 } }]);
  });
});

describe('what is counted', () => {
  it('are skipped records, for the step at once and for the push that covers them', async () => {
    const { add, flush, works, have, tally } = await setup();
    await have('x');
    await add(rec('x'), rec('a'), rec('a', 2));
    expect(tally.counts).toEqual({ ...noCounts(), unchanged: 1, skipped: 1 });
    await add(rec('b'));
    flush();
    expect(works).toHaveLength(1);
    expect(works[0]).toMatchObject({
      records: [rec('a', 2), rec('b')],
      last: rec('b'),
      counts: { ...noCounts(), read: 4, unchanged: 1, skipped: 1 },
    });
  });
});

it('selects nothing once the step has ended', async () => {
  const { add, parts, record } = await setup();
  parts.inFlight.close();
  await expect(add(rec('a'))).rejects.toThrow('Records were compared after the step had ended');
  expect(await record('a')).toBeUndefined();
});
