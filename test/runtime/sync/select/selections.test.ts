/** Selections of several batches, in parallel and joined. */
import { describe, expect, it } from 'vitest';
import { ARRIVES_WITHIN_MS } from '../../../../src/runtime/sync/ledger/in-doubt/limits.ts';
import { joinSelections } from '../../../../src/runtime/sync/select/select.ts';
import { rec, sent, selectorBench as setup } from '../../../helpers/selectorBench.ts';
import { settled } from '../../../helpers/syncBench.ts';

describe('two selections', () => {
  it('are pushed together when they share no record', async () => {
    const { selector, clock, record } = await setup();
    const first = await selector.select([rec('a'), rec('a', 2)]);
    clock.jump(5_000);
    const second = await selector.select([rec('b')]);
    expect(selector.meets(first, [rec('b'), { n: 1 }])).toBe(false);
    expect(selector.meets(first, [rec('b'), rec('a', 3)])).toBe(true);
    const both = joinSelections(first, second);
    expect(sent(both)).toEqual(['a2', 'b1']);
    expect(both).toMatchObject({ replaced: 1, unchanged: 0, notedAt: null, seen: [] });
    expect([...both.versions.keys()]).toEqual(['a', 'b']);
    // Nothing is recorded until they are sent.
    expect(await record('a')).toBeUndefined();
    await selector.note(both);
    expect([await record('a'), await record('b')]).toMatchObject([
      { sentAt: clock.now() },
      { sentAt: clock.now() },
    ]);
    both.release();
    clock.jump(ARRIVES_WITHIN_MS);
    expect((await selector.select([rec('a', 3), rec('b', 3)])).send).toHaveLength(2);
  });

  it('run one after another: the second sees what the first is about to send', async () => {
    const { selector } = await setup();
    const order: string[] = [];
    const selecting = ['a', 'b', 'c'].map((id) =>
      selector.select([rec(id)]).then(() => order.push(id)),
    );
    await Promise.all(selecting);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('do not wait for each other when the first fails', async () => {
    let fails = true;
    const { selector } = await setup({
      assertGoing: () => {
        if (fails) throw new Error('failed before');
      },
    });
    await expect(selector.select([rec('a')])).rejects.toThrow('failed before');
    fails = false;
    expect((await selector.select([rec('a')])).send).toHaveLength(1);
  });

  it('neither delay nor drop items without a name', async () => {
    const { selector, parts } = await setup();
    const { requests } = parts.inFlight.held;
    const first = await selector.select([rec('a')]);
    const request = requests.hold(null);
    let ready = false;
    void request.ready.then(() => {
      ready = true;
    });
    await settled();
    // Another selection of the same record: it cannot end before this one has been sent.
    expect(ready).toBe(true);
    expect((await selector.select([rec('b')])).send).toHaveLength(1);
    first.release();
  });
});
