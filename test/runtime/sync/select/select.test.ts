import { describe, expect, it } from 'vitest';
import { ARRIVES_WITHIN_MS } from '../../../../src/runtime/sync/ledger/in-doubt/limits.ts';
import { Selector } from '../../../../src/runtime/sync/select/select.ts';
import {
  answeredKeys,
  KEY,
  rec,
  sent,
  selectorBench as setup,
} from '../../../helpers/selectorBench.ts';
import { DAY, MINUTE, settled } from '../../../helpers/syncBench.ts';

describe('an unchanged record', () => {
  it('is not sent again', async () => {
    const { push } = await setup();
    expect(sent(await push([rec('a'), rec('b')]))).toEqual(['a1', 'b1']);
    const second = await push([rec('a'), rec('b', 2), rec('c')]);
    expect(sent(second)).toEqual(['b2', 'c1']);
    expect(second).toMatchObject({ unchanged: 1, replaced: 0 });
  });

  it('is sent when it must not be skipped, or has no key', async () => {
    const all = await setup({ skip: false });
    await all.push([rec('a')]);
    expect(sent(await all.push([rec('a')]))).toEqual(['a1']);
    const keyless = await setup();
    await keyless.push([{ n: 1 }]);
    expect((await keyless.push([{ n: 1 }])).send).toHaveLength(1);
  });

  it('is sent again to another destination', async () => {
    const first = await setup();
    await first.push([rec('a')]);
    const moved = new Selector({ ...first.parts, scope: 'another definition' });
    expect((await first.select([rec('a')], moved)).send).toHaveLength(1);
  });

  it('is sent again after 30 days', async () => {
    const { push, clock } = await setup();
    await push([rec('a')]);
    clock.jump(30 * DAY - 1);
    expect((await push([rec('a')])).unchanged).toBe(1);
    clock.jump(1);
    expect((await push([rec('a')])).unchanged).toBe(0);
  });

  it('is one with an acknowledged version: rejected or unanswered versions do not count', async () => {
    const { push } = await setup();
    const none = new Set<string>();
    await push([rec('a')], { acknowledged: none, refused: new Set(['a']) });
    await push([rec('b')], { acknowledged: none });
    expect(sent(await push([rec('a'), rec('b')]))).toEqual(['a1', 'b1']);
  });

  it('is not one whose last version was rejected', async () => {
    const { push, record } = await setup();
    await push([rec('a')]);
    await push([rec('a', 2)], { acknowledged: new Set(), refused: new Set(['a']) });
    expect(await record('a')).toMatchObject({ hash: null, sentHash: null });
    expect(sent(await push([rec('a')]))).toEqual(['a1']);
  });
});

describe('several versions', () => {
  it('in one push: the last one is sent', async () => {
    const { push } = await setup();
    const selection = await push([rec('a'), rec('b'), rec('a', 2)]);
    expect(sent(selection)).toEqual(['b1', 'a2']);
    expect(selection.replaced).toBe(1);
  });

  it('in overlapping pushes: the later one waits for the end of the earlier one', async () => {
    const told: number[] = [];
    const { select } = await setup({ onOvertaken: async (until) => void told.push(until) });
    const first = await select([rec('a')]);
    let second: { send: object[] } | undefined;
    void select([rec('a', 2)]).then((selection) => {
      second = selection;
    });
    await settled();
    expect(second).toBeUndefined();
    first.release();
    for (let n = 0; n < 5; n++) await settled();
    // The outcome of the first version is unknown: it may arrive after the second.
    expect(second && sent(second)).toEqual(['a2']);
    expect(told).toHaveLength(1);
  });

  it('in overlapping pushes: the later one goes out as soon as the earlier one is settled', async () => {
    const { selector, commit, select } = await setup();
    const first = await select([rec('a')]);
    let second: { send: object[] } | undefined;
    void select([rec('a', 2)]).then((selection) => {
      second = selection;
    });
    await settled();
    const keys = answeredKeys({ acknowledged: new Set(['a']) });
    await commit(selector.settled(first, keys));
    await settled();
    expect(second).toBeUndefined();
    first.release();
    for (let n = 0; n < 5; n++) await settled();
    expect(second && sent(second)).toEqual(['a2']);
  });

  it('of different records do not wait', async () => {
    const { select } = await setup();
    await select([rec('a')]);
    expect(sent(await select([rec('b')]))).toEqual(['b1']);
  });
});

describe('F2: a version that may still arrive', () => {
  it('is recorded before it is sent', async () => {
    const { record, clock, select } = await setup();
    await select([rec('a')]);
    expect(await record('a')).toMatchObject({
      hash: null,
      sentHash: expect.stringMatching(/./),
      sentAt: clock.now(),
    });
  });

  it('is sent again, and cannot replace itself', async () => {
    const { select } = await setup();
    (await select([rec('a')])).release();
    expect(sent(await select([rec('a')]))).toEqual(['a1']);
  });

  it('invalidates an earlier acknowledgement', async () => {
    const { push, clock, select } = await setup();
    await push([rec('a')]);
    (await select([rec('a', 2)])).release();
    clock.jump(ARRIVES_WITHIN_MS);
    expect(sent(await push([rec('a')]))).toEqual(['a1']);
  });

  it('stays in doubt when its acknowledged request was repeated', async () => {
    const { push, record } = await setup();
    await push([rec('a')], { inDoubt: new Set(['a']) });
    expect(await record('a')).toMatchObject({ sentAt: expect.any(Number) });
    // The same version may arrive twice.
    expect((await push([rec('a')])).unchanged).toBe(1);
  });

  it('stays in doubt when an earlier request got no answer, and this one did', async () => {
    const { push, record, select } = await setup();
    (await select([rec('a')])).release();
    expect(sent(await push([rec('a')]))).toEqual(['a1']);
    expect(await record('a')).toMatchObject({ ackedAt: expect.any(Number) });
    expect(await record('a')).toMatchObject({ sentAt: expect.any(Number) });
  });

  it('is recorded again when its request goes out later', async () => {
    const { selector, clock, record, select } = await setup();
    const selection = await select([rec('a')]);
    const first = clock.now();
    clock.jump(9_000);
    await selector.note(selection);
    expect((await record('a'))?.sentAt).toBe(first);
    clock.jump(1_000);
    await selector.note(selection);
    expect((await record('a'))?.sentAt).toBe(first + 10_000);
  });

  it('does not delay a newer version, and the latest time is reported before', async () => {
    const told: number[] = [];
    const { clock, parts, record, select } = await setup({
      onOvertaken: async (until) => {
        told.push(until);
        expect((await record('a'))?.sentAt).toBeLessThan(clock.now());
      },
    });
    (await select([rec('a')])).release();
    clock.jump(MINUTE);
    (await select([rec('b')])).release();
    clock.jump(1);
    const later = await select([rec('a', 2), rec('b', 2), rec('c')], new Selector(parts));
    expect(sent(later)).toEqual(['a2', 'b2', 'c1']);
    expect(told).toEqual([clock.now() - 1 + ARRIVES_WITHIN_MS]);
  });

  it('leaves the newer version without a fingerprint, so that it is sent again', async () => {
    const { push, clock, select } = await setup();
    (await select([rec('a')])).release();
    expect(sent(await push([rec('a', 2)]))).toEqual(['a2']);
    expect(sent(await push([rec('a', 2)]))).toEqual(['a2']);
    clock.jump(ARRIVES_WITHIN_MS);
    expect(sent(await push([rec('a', 2)]))).toEqual(['a2']);
    expect((await push([rec('a', 2)])).unchanged).toBe(1);
  });

  it('of another step also leaves the newer version without a fingerprint', async () => {
    const { push } = await setup();
    await push([rec('a')], { overtaken: new Set(['a']) });
    expect(sent(await push([rec('a')]))).toEqual(['a1']);
    expect((await push([rec('a')])).unchanged).toBe(1);
  });
});

describe('a record that the API has nothing of', () => {
  const refused = (id: string) => ({ acknowledged: new Set<string>(), refused: new Set([id]) });

  it('is one that was refused whenever it was sent', async () => {
    const { push, record } = await setup();
    await push([rec('a')], refused('a'));
    expect(await record('a')).toMatchObject({ absent: true });
    await push([rec('a', 2)], refused('a'));
    expect(await record('a')).toMatchObject({ absent: true });
    await push([rec('a', 3)]);
    await push([rec('a', 4)], refused('a'));
    expect(await record('a')).toMatchObject({ hash: null, absent: false });
  });

  it('is none that may have arrived', async () => {
    const { push, clock, record, select } = await setup();
    await push([rec('a')], { ...refused('a'), inDoubt: new Set(['a']) });
    expect(await record('a')).toMatchObject({ absent: false });
    (await select([rec('b')])).release();
    clock.jump(ARRIVES_WITHIN_MS);
    await push([rec('b')], refused('b'));
    expect(await record('b')).toMatchObject({ absent: false });
    await push([rec('c')], { refused: new Set(['c']) });
    expect(await record('c')).toMatchObject({ absent: false });
  });
});

describe('a failed step', () => {
  it('selects nothing more, and notes nothing', async () => {
    const { record, select } = await setup({
      assertGoing: () => {
        throw new Error('failed before');
      },
    });
    await expect(select([rec('a')])).rejects.toThrow('failed before');
    expect(await record('a')).toBeUndefined();
  });
});

describe('a full run', () => {
  it('marks all that it reads: acknowledged, unchanged, refused and untold alike', async () => {
    const before = await setup();
    await before.push([rec('a'), rec('gone')]);
    const { store, clock, parts } = before;
    const generation = clock.now() + MINUTE;
    const full = new Selector({ ...parts, generation });
    const selection = await before.select([rec('a'), rec('b'), rec('c'), rec('untold')], full);
    const pushed = answeredKeys({ acknowledged: new Set(['b']), refused: new Set(['c']) });
    await before.commit(full.settled(selection, pushed));
    expect(await store.records.countUnseen(KEY, generation)).toMatchObject({
      known: 4,
      unseen: 1,
    });
    expect(await before.record('untold')).toMatchObject({ hash: null, ackedAt: null });
    const page = { sentBefore: generation, limit: 9, absent: false };
    const unseen = await store.records.listUnseen(KEY, generation, page);
    expect([...unseen.keys()]).toEqual(['gone']);
  });
});
